"""What a hit means and what to do next, theme by theme, for a reader who is no planner.

Only what the project has seen a source for is said as fact; the rest is advice.
"""

from collections.abc import Mapping

from lag.modell import Tema

VEILEDNING: Mapping[Tema, str] = {
    "fare": (
        "Et treff i et aktsomhetskart betyr «må utredes», ikke «nei». En fagkyndig må vise at "
        "kravene til sikkerhet i TEK17 kapittel 7 kan oppfylles."
    ),
    "kulturmiljo": (
        "Avklar tiltaket med kulturminneforvaltningen før noe graves, rives eller flyttes. "
        "Automatisk fredete kulturminner har en sikringssone på minst 5 m."
    ),
    "naturmangfold": (
        "Verdien av naturen og virkningen av tiltaket må vurderes. Kartet viser bare det som er "
        "registrert."
    ),
    "reindrift": (
        "Kartet viser areal, ikke virkning. Virkninger for reindriften avklares i dialog med "
        "reinbeitedistriktet."
    ),
    "landbruk": (
        "Vis hvorfor jorda trengs, og om området kan formes slik at dyrka og dyrkbar jord spares."
    ),
    "vann": (
        "Langs vassdrag gjelder byggegrensen i kommuneplanen (plan- og bygningsloven § 1-8 og "
        "§ 11-11 nr. 5)."
    ),
    "samferdsel": (
        "Byggegrensen langs veg og bane gjelder der planen ikke sier noe annet; spør "
        "vegmyndigheten eller Bane NOR."
    ),
    "energi": "Avklar avstand og magnetfelt med netteieren; 0,4 µT er utredningsnivå.",
    "mineral": (
        "Spør Direktoratet for mineralforvaltning om rettigheter og gamle gruver, og kommunen om "
        "forekomsten skal holdes åpen."
    ),
    "plan": "Gjeldende plan gjelder til den er endret; les bestemmelsene i planregisteret.",
    "friluftsliv": "Vurder hvordan området brukes, og om ferdselen kan legges om.",
    "landskap": "Vurder synlighet og landskapsverdi.",
    "bolig": "Området ligger i eller ved planlagt bebyggelse; se planen.",
    "fritid": "Området ligger i eller ved planlagt fritidsbebyggelse; se planen.",
    "naering": "Området ligger i eller ved planlagt næring; se planen.",
}
"""Sources: TEK17 § 7-2 and § 7-3 (dibk.no); safety zone: register.geonorge.no; pbl: comments to
the act (regjeringen.no); magnetic field: NVE, Kartverket and NRPA 2007; aktsomhet and reindeer: the
project's wording rules."""
