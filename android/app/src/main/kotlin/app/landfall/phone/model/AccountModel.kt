package app.landfall.phone.model

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import app.landfall.core.AccountView
import app.landfall.core.Approval
import app.landfall.core.Asking
import app.landfall.core.DeviceView
import app.landfall.core.FamilyView
import app.landfall.core.Landfall
import app.landfall.core.RightsData
import app.landfall.core.SignInData
import app.landfall.core.Standing
import app.landfall.core.WaitingDevice
import app.landfall.sdk.result
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch

/** What a sub-account may do that is invited here. */
private val shared = listOf("see", "use")

/** For how long, in seconds: a year. */
private const val YEAR = 31_536_000uL

class AccountModel(
    private val core: Landfall,
    private val platform: Platform,
    scope: CoroutineScope,
    /** The account is another one now. */
    private val changed: () -> Unit,
) : Model(scope) {
    var step by mutableStateOf<AccountStep>(AccountStep.Home())
    private var asking: Asking? = null
    private var approval: Approval? = null

    /** The tab is shown: what was under way is shown as it was left. */
    fun enter() {
        if (step is AccountStep.Home) home()
    }

    fun close() {
        asking?.close()
        approval?.close()
    }

    fun home() {
        trouble = null
        asking?.close()
        asking = null
        scope.launch {
            load<AccountView?>({ loaded -> if (step !is AccountStep.Home || loaded != Load.Busy) step = AccountStep.Home(loaded) }) { core.account() }
        }
    }

    private fun fresh() = Credentials(platform.server, device = platform.phoneName)

    fun signUp() = go(AccountStep.SignUp(fresh()))

    fun signIn() = go(AccountStep.SignIn(fresh()))

    fun password() = go(AccountStep.Password())

    private fun go(to: AccountStep) {
        trouble = null
        step = to
    }

    private fun Credentials.data() = SignInData(server.trim(), login.trim(), password.encodeToByteArray(), device.trim())

    fun create(typed: Credentials) =
        act {
            val made = core.createAccount(typed.data())
            step = AccountStep.Sheet(made.sheet)
            changed()
        }

    /** A sheet that was made and not shown yet: the app was killed in between. */
    fun showSheet() = act { step = AccountStep.Sheet(core.recoverySheet()) }

    fun sheetWasShown() =
        act {
            core.sheetWasShown()
            sync()
            home()
        }

    fun logIn(typed: Credentials) =
        act {
            core.logIn(typed.data(), typed.sheet.encodeToByteArray())
            entered()
        }

    /** The password is forgotten: what is typed is a new one. */
    fun recover(
        typed: Credentials,
        takesOthersOut: Boolean,
    ) = act {
        core.recover(typed.data(), typed.sheet.encodeToByteArray(), takesOthersOut)
        entered()
    }

    fun ask(typed: Credentials) =
        act {
            val asking = core.askApproval(typed.data()).also { asking = it }
            step = AccountStep.Asked()
            scope.launch { compare(asking) }
        }

    private suspend fun compare(asking: Asking) {
        try {
            step = AccountStep.Asked(asking.code())
            asking.granted()
            entered()
        } catch (failure: Exception) {
            if (step !is AccountStep.Asked) return
            val why = shown(failure)
            step = AccountStep.SignIn(fresh(), SignInBy.Device)
            trouble = why
        }
    }

    private suspend fun entered() {
        changed()
        sync()
        home()
    }

    private suspend fun sync() {
        core.sync().result()
    }

    fun syncNow() =
        act {
            sync()
            home()
        }

    fun approve() {
        go(AccountStep.Approve())
        scope.launch {
            while ((step as? AccountStep.Approve)?.comparing == null && step is AccountStep.Approve) {
                load<List<WaitingDevice>>({ loaded -> told(loaded) }) { core.waitingDevices() }
                delay(2_000)
            }
        }
    }

    private fun told(loaded: Load<List<WaitingDevice>>) {
        val now = step as? AccountStep.Approve ?: return
        if (now.comparing == null && (loaded != Load.Busy || now.waiting !is Load.Here)) step = now.copy(waiting = loaded)
    }

    fun compare(with: WaitingDevice) {
        val now = step as? AccountStep.Approve ?: return
        step = now.copy(comparing = with)
        act {
            try {
                val approval = core.approveDevice(with.approval).also { approval = it }
                (step as? AccountStep.Approve)?.let { step = it.copy(code = approval.code()) }
            } catch (failure: Exception) {
                approve()
                throw failure
            }
        }
    }

    fun answer(isSame: Boolean) =
        act {
            // It answers once: after a failure the other device asks again.
            val given = approval ?: return@act approve()
            approval = null
            try {
                given.use { if (isSame) it.grant() else it.refuse() }
            } catch (failure: Exception) {
                approve()
                throw failure
            }
            if (isSame) devices() else home()
        }

    fun devices() {
        go(AccountStep.Devices())
        scope.launch { load<List<DeviceView>>({ if (step is AccountStep.Devices) step = AccountStep.Devices(it) }) { core.devices() } }
    }

    fun takeOut(device: DeviceView) =
        act {
            core.revokeDevice(device.id)
            devices()
        }

    fun family() {
        go(AccountStep.Family())
        scope.launch { load<FamilyView>({ loaded -> (step as? AccountStep.Family)?.let { step = it.copy(family = loaded) } }) { core.family() } }
    }

    private fun rights() = RightsData(shared, emptyList(), (System.currentTimeMillis() / 1000).toULong() + YEAR)

    fun invite(name: String) =
        act {
            val code = core.invite(name.trim(), rights())
            (step as? AccountStep.Family)?.let { step = it.copy(invitation = code) }
        }

    fun accept(
        code: String,
        name: String,
    ) = act {
        core.acceptInvitation(code.encodeToByteArray(), name.trim(), rights())
        family()
    }

    fun endTie(name: String) =
        act {
            core.endTie(name)
            family()
        }

    fun lease() {
        go(AccountStep.Lease())
        scope.launch {
            load<Standing?>({ loaded -> if (step is AccountStep.Lease) step = leased(loaded) }) { core.standing() }
        }
    }

    /** A phone that is no device of an account has no lease. */
    private fun leased(loaded: Load<Standing?>): AccountStep =
        when (loaded) {
            Load.Busy -> AccountStep.Lease()
            is Load.Failed -> AccountStep.Lease(loaded)
            is Load.Here -> loaded.it?.let { AccountStep.Lease(Load.Here(it), it) } ?: AccountStep.Home()
        }

    fun setLease(wanted: Standing) =
        act {
            core.setLease(wanted.lockAfter, wanted.eraseAfter, wanted.unlockOffline)
            home()
        }

    fun changePassword(
        current: String,
        new: String,
    ) = act {
        core.changePassword(current.encodeToByteArray(), new.encodeToByteArray())
        home()
    }

    fun deleting() = go(AccountStep.Deleting)

    /** Deletes the account for good; the SIMs here stay. */
    fun deleteAccount() =
        act {
            core.deleteAccount()
            changed()
            home()
        }

    fun signOut() =
        act {
            core.signOut()
            changed()
            home()
        }
}
