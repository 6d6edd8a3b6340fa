package app.landfall.phone

import app.landfall.core.Trouble
import app.landfall.phone.model.Load
import app.landfall.phone.model.RemovableStep
import app.landfall.phone.screens.RemovableScreen

private const val READER = "SIM1"
private val notNamed =
    trouble(
        "card.failed",
        "The SIM does not answer",
        "The card can't be reached: its access rules do not name this app.",
        "Use an eUICC card whose maker lets this app speak with it.",
        false,
    )
private val unused = sim(66, "Nord Mobile", "The island, a week").copy(place = inCard.place)

private fun removable(
    name: String,
    step: RemovableStep,
    trouble: Trouble? = null,
) = Picture("card-$name") { RemovableScreen(step, trouble) }

/** *Removable eUICC*. */
internal val removablePictures =
    listOf(
        removable("looking", RemovableStep.Readers()),
        removable("none", RemovableStep.Readers(here(emptyList()))),
        removable("readers", RemovableStep.Readers(here(listOf("SIM1", "ACS ACR122U PICC Interface 00 00")))),
        removable("sims", RemovableStep.Sims(READER, here(listOf(inCard, unused)))),
        removable("empty", RemovableStep.Sims(READER, here(emptyList()))),
        removable("denied", RemovableStep.Sims(READER, Load.Failed(notNamed))),
        removable("sim", RemovableStep.Sim(READER, inCard)),
        removable("sim-trouble", RemovableStep.Sim(READER, unused), notNamed),
        removable("delete", RemovableStep.Delete(READER, unused)),
    )
