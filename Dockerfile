# The example into ./ut:          docker run --rm -v "$PWD:/data" arealsil ny-kommune --eksempel
#                                 docker run --rm -v "$PWD:/data" arealsil kjor
# The folder must be writable for user 1000; another user: --user "$(id -u)" (compiles every time).
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
# One run of the example compiles the loops into the user's own cache, so that no later run must.
RUN mkdir /tmp/varm && cd /tmp/varm && arealsil ny-kommune --eksempel && arealsil kjor \
 && rm -rf /tmp/varm
WORKDIR /data
ENTRYPOINT ["arealsil"]
CMD ["--help"]
