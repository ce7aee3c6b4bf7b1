# The example into ./ut:          docker run --rm -v "$PWD:/data" arealsil ny-kommune --eksempel
#                                 docker run --rm -v "$PWD:/data" arealsil kjor
# Debian's gdal-bin reads SOSI; chromium prints PDF. Neither is needed for the rest.
FROM python:3.11-slim-bookworm
RUN apt-get update \
 && apt-get install -y --no-install-recommends gdal-bin chromium \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /program
COPY laas.txt ./
RUN pip install --no-cache-dir --require-hashes -r laas.txt
COPY pyproject.toml README.md LICENSE kommune.toml plan.toml arealsil.py ./
COPY gis gis
COPY lag lag
COPY analyser analyser
COPY kart kart
RUN pip install --no-cache-dir --no-deps . && useradd --create-home planlegger
USER planlegger
WORKDIR /data
ENTRYPOINT ["arealsil"]
CMD ["--help"]
