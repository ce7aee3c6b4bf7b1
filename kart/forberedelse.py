"""From what was loaded to the facts that every page carries."""

from collections.abc import Sequence

from analyser.felles.modell import Grunnlag
from kart.kjoring import Kjoring
from kart.oppslag import oppslag_i
from kart.sileside import sileemne
from kart.stil import BAKGRUNN
from lag.modell import Lag
from lag.plan import Plan


def kjoring_av(
    grunnlag: Grunnlag, plan: Plan, kjoring_id: str, tidspunkt: str, silelag: Sequence[Lag]
) -> Kjoring:
    """Return the facts of a run.

    Parameters
    ----------
    grunnlag      every layer, the municipality and the day
    plan          the measures that the answers serve
    kjoring_id    identity of the run
    tidspunkt     time that written files bear, ISO 8601
    silelag       layers that a drawn area is screened against
    """
    return Kjoring(
        kjoring_id=kjoring_id,
        dato=grunnlag.dato,
        tidspunkt=tidspunkt,
        bakgrunn={navn: grunnlag.lag[navn].data for navn in BAKGRUNN},
        oppslag=oppslag_i({navn: data.data for navn, data in grunnlag.lag.items()}),
        sileemne=sileemne(grunnlag, silelag),
        maaltabell=plan.rader(),
        planmerknad=plan.merknad,
        eksempel=any(data.eksempel for data in grunnlag.lag.values()),
    )
