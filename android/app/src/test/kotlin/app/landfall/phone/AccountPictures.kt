package app.landfall.phone

import app.landfall.core.FamilyView
import app.landfall.core.SeenSim
import app.landfall.core.Standing
import app.landfall.core.TieInfo
import app.landfall.core.Trouble
import app.landfall.core.WaitingDevice
import app.landfall.phone.model.AccountStep
import app.landfall.phone.model.Load
import app.landfall.phone.model.SignInBy
import app.landfall.phone.screens.AccountScreen
import app.landfall.phone.screens.Tab

private fun account(
    name: String,
    step: AccountStep,
    trouble: Trouble? = null,
) = Picture("account-$name", Tab.Account) { AccountScreen(step, trouble) }

private val terms = Standing(false, 7uL * 86_400u, 90uL * 86_400u, true)

/** *Account*. */
internal val accountPictures =
    listOf(
        account("none", AccountStep.Home(here(null))),
        account("home", AccountStep.Home(here(account))),
        account("sheet-waits", AccountStep.Home(here(account.copy(unsynced = 3u, sheetWaits = true))), offline),
        account("sign-up", AccountStep.SignUp(typed), weak),
        account("sheet", AccountStep.Sheet(sheet)),
        account("sign-in", AccountStep.SignIn(typed)),
        account("recover", AccountStep.SignIn(typed.copy(sheet = "R8K2-6MWT-03QF-ZX1H"), SignInBy.Recover, true)),
        account("deleting", AccountStep.Deleting),
        account("asked", AccountStep.Asked()),
        account("asked-code", AccountStep.Asked("481 057")),
        account("approve-none", AccountStep.Approve(here(emptyList()))),
        account("approve", AccountStep.Approve(here(listOf(WaitingDevice(ByteArray(0), "Tablet", NOW + 600u))))),
        account("approve-code", AccountStep.Approve(Load.Busy, WaitingDevice(ByteArray(0), "Tablet", NOW), "481 057")),
        account("devices", AccountStep.Devices(here(listOf(mine, old, gone)))),
        account("take-out", AccountStep.Devices(here(listOf(mine, old)), old)),
        account(
            "family",
            AccountStep.Family(
                here(
                    FamilyView(
                        listOf(TieInfo("Ben", "ben@example.org", true, "linked", rights)),
                        listOf(SeenSim("Ben", asia.iccid, "Sued Telecom", "Asia")),
                    ),
                ),
            ),
        ),
        account("invitation", AccountStep.Family(here(FamilyView(emptyList(), emptyList())), "K7Q2-9XRM-4TBA")),
        account("lease", AccountStep.Lease(here(terms), terms)),
        account("lease-offline", AccountStep.Lease(Load.Failed(keystore))),
        account("password", AccountStep.Password("old", "new")),
        account("offline", AccountStep.Devices(Load.Failed(offline))),
    )
