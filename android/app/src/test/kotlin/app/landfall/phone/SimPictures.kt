package app.landfall.phone

import app.landfall.core.ActivityLine
import app.landfall.core.Contact
import app.landfall.core.MoveAim
import app.landfall.core.MoveStep
import app.landfall.core.PinState
import app.landfall.core.Started
import app.landfall.phone.model.Load
import app.landfall.phone.model.Move
import app.landfall.phone.model.SimDetail
import app.landfall.phone.model.Sims
import app.landfall.phone.screens.ActivityScreen
import app.landfall.phone.screens.BookScreen
import app.landfall.phone.screens.DeleteScreen
import app.landfall.phone.screens.MoveScreen
import app.landfall.phone.screens.NameScreen
import app.landfall.phone.screens.PinScreen
import app.landfall.phone.screens.PinTask
import app.landfall.phone.screens.SimScreen
import app.landfall.phone.screens.SimsScreen
import app.landfall.phone.screens.Tab

/** *My SIMs*, and one of them. */
internal val simPictures =
    listOf(
        Picture("sims-empty", Tab.Sims) { SimsScreen(here(Sims(emptyList(), emptyList()))) },
        Picture("sims-loading", Tab.Sims) { SimsScreen(Load.Busy) },
        Picture("sims", Tab.Sims) { SimsScreen(here(Sims(listOf(island, asia, copy, fresh), emptyList()))) },
        Picture("sims-unfinished", Tab.Sims) {
            SimsScreen(here(Sims(listOf(island), listOf(begun))), Started(listOf(island.iccid), emptyList(), false, emptyList()))
        },
        Picture("sims-unmended", Tab.Sims) {
            SimsScreen(here(Sims(listOf(island), emptyList())), Started(emptyList(), listOf(keystore), false, emptyList()))
        },
        Picture("sims-error", Tab.Sims) { SimsScreen(Load.Failed(keystore)) },
        Picture("sim") { SimScreen(here(SimDetail(island, PinState.Required(3u)))) },
        Picture("sim-blocked") { SimScreen(here(SimDetail(island, PinState.Blocked))) },
        Picture("sim-copy") { SimScreen(here(SimDetail(copy, null))) },
        Picture("sim-fresh") { SimScreen(here(SimDetail(fresh, null))) },
        Picture("pin-first") { PinScreen(PinTask.First) },
        Picture("pin-change") { PinScreen(PinTask.Change, wrongPin, tries = 2u) },
        Picture("pin-unblock") { PinScreen(PinTask.Unblock) },
        Picture("nickname") { NameScreen("Holiday") },
        Picture("book-locked") { BookScreen(null) },
        Picture("book") { BookScreen(listOf(Contact(1u, "Ann", "+999012345"), Contact(2u, "王小明", "+999098765"))) },
        Picture("book-empty") { BookScreen(emptyList()) },
        Picture("activity") {
            ActivityScreen(
                here(
                    listOf(
                        ActivityLine("card_added", null, "Ann's phone", NOW),
                        ActivityLine(
                            "card_removed",
                            null,
                            "Old phone",
                            NOW - 5_000u,
                        ),
                    ),
                ),
            )
        },
        Picture("activity-empty") { ActivityScreen(here(emptyList())) },
        Picture("move") { MoveScreen(Move(here(listOf(old)), MoveAim.MOVE, old)) },
        Picture("move-nowhere") { MoveScreen(Move(here(emptyList()))) },
        Picture(
            "moving",
        ) { MoveScreen(Move(here(listOf(old)), MoveAim.MOVE, old, listOf(MoveStep.Ordered("Old phone"), MoveStep.Waits("Old phone")))) },
        Picture(
            "moved",
        ) { MoveScreen(Move(here(listOf(old)), MoveAim.MOVE, old, listOf(MoveStep.Ordered("Old phone"), MoveStep.Done("Old phone")))) },
        Picture(
            "move-lost",
        ) { MoveScreen(Move(here(listOf(mine, old)), MoveAim.ACTIVATE, mine, listOf(MoveStep.Ordered("Old phone"), MoveStep.Waits("Old phone")))) },
        Picture("delete") { DeleteScreen(island) },
    )
