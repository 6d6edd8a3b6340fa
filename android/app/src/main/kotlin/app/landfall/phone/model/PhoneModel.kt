package app.landfall.phone.model

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import app.landfall.core.HereEvent
import app.landfall.core.Landfall
import app.landfall.core.LandfallException
import app.landfall.core.Remains
import app.landfall.core.Started
import app.landfall.core.Trouble
import app.landfall.sdk.events
import app.landfall.sdk.result
import app.landfall.sdk.trouble
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext

/** How the phone stands as a whole. */
sealed interface Stage {
    data object Opening : Stage

    data class Open(
        val core: Landfall,
        val started: Started,
    ) : Stage

    /** Nothing is used until the owner signs in. */
    data class Locked(
        val core: Landfall,
    ) : Stage

    /** What was here is destroyed. [owes]: whether the receipt still has to be handed in; null while that is not known. */
    data class Wiped(
        val owes: Boolean?,
    ) : Stage

    data class Failed(
        val trouble: Trouble,
    ) : Stage
}

/** How often a folder is asked for that is still held. */
private const val CLAIMS = 20

/** The phone: opened at the start, watched while it is on, shown as it stands. */
class PhoneModel(
    val platform: Platform,
    scope: CoroutineScope,
) : Model(scope) {
    var stage by mutableStateOf<Stage>(Stage.Opening)
        private set
    private var watching: Job? = null
    private var opening: Job? = null

    /** Counts what others changed here: a screen that shows SIMs looks again. */
    var changes by mutableStateOf(0)
        private set

    /** The core of what was erased while it was open: it hands in its receipt by itself. */
    private var erased: Landfall? = null

    fun open(): Job =
        scope
            .launch {
                stage = Stage.Opening
                stage =
                    try {
                        begun(claim())
                    } catch (wiped: LandfallException.Wiped) {
                        Stage.Wiped(null).also { handIn() }
                    } catch (failure: LandfallException) {
                        Stage.Failed(failure.trouble)
                    }
            }.also { opening = it }

    /** The core once it is opened, for work in the background; none if the phone was wiped, or can't be opened now. */
    suspend fun core(): Landfall? {
        if (stage is Stage.Failed) open()
        opening?.join()
        return when (val now = stage) {
            is Stage.Open -> now.core
            is Stage.Locked -> now.core
            else -> null
        }
    }

    /** Opens the folder. What had it open before, as after a wipe, may take a moment to let go. */
    private suspend fun claim(): Landfall {
        repeat(CLAIMS) {
            try {
                return withContext(Dispatchers.IO) { Landfall.open(platform.settings, platform.ports) }
            } catch (failure: LandfallException.Failed) {
                if (failure.trouble.key != "folder") throw failure
                delay(300)
            }
        }
        return withContext(Dispatchers.IO) { Landfall.open(platform.settings, platform.ports) }
    }

    /** What does not start is let go: the folder is held by one at a time. */
    private suspend fun begun(core: Landfall): Stage =
        try {
            begin(core)
        } catch (failure: Exception) {
            core.close()
            throw failure
        }

    private suspend fun begin(core: Landfall): Stage {
        val started = core.start()
        watch(core)
        return if (started.locked) Stage.Locked(core) else Stage.Open(core, started)
    }

    /** Obeys orders at once while the app is open, and brings in what other devices wrote. Without an account there is nothing to watch. */
    fun watch(core: Landfall) {
        watching?.cancel()
        watching =
            scope.launch {
                try {
                    if (core.account() == null) return@launch
                    core.watch().events().collect { event ->
                        when (event) {
                            is HereEvent.Obeyed -> {
                                obeyed(core, event)
                            }

                            HereEvent.Changed -> {
                                changed(core)
                            }

                            else -> {}
                        }
                    }
                    // It ends by itself once a wiped phone's receipt was taken.
                    if (stage is Stage.Wiped) stage = Stage.Wiped(owes = false)
                } catch (cancelled: CancellationException) {
                    throw cancelled
                } catch (failure: LandfallException) {
                    // Without a line nothing is lost: orders come at the next start, and the lease counts.
                    return@launch
                }
            }
    }

    /** Another device has written. Without an answer it is synced with the next change, or at the next start. */
    private suspend fun changed(core: Landfall) {
        try {
            core.sync().result()
            changes += 1
        } catch (_: LandfallException) {
            return
        }
    }

    /** The same in the midst of something else, which an error ends. */
    suspend fun obey(core: Landfall) {
        val heard = core.contact() as? HereEvent.Obeyed ?: return
        if (heard.erased || heard.verbs.isNotEmpty()) obeyed(core, heard)
    }

    private suspend fun obeyed(
        core: Landfall,
        event: HereEvent.Obeyed,
    ) {
        when {
            event.erased -> {
                erased = core
                stage = Stage.Wiped(owes = true)
            }

            event.locked -> {
                stage = Stage.Locked(core)
            }

            stage is Stage.Locked -> {
                stage = Stage.Open(core, core.start())
            }

            else -> {
                changes += 1
            }
        }
    }

    /** The owner signs in at a locked phone. */
    fun unlock(
        core: Landfall,
        password: String,
        sheet: String,
    ) = act {
        if (sheet.isNotBlank()) core.signInBySheet(sheet.encodeToByteArray()) else core.signIn(password.encodeToByteArray())
        stage = begin(core)
    }

    /** A wiped phone hands in the receipt that it owes. */
    fun handIn() =
        act {
            if (erased != null) return@act
            val owed =
                try {
                    val remains = withContext(Dispatchers.IO) { Remains.find(platform.settings, platform.ports) }
                    remains.use { !it.handIn() }
                } catch (nothing: LandfallException.Invalid) {
                    // Nothing is owed to anybody.
                    false
                }
            stage = Stage.Wiped(owed)
        }

    /** Sets the phone up anew after a wipe. */
    fun startAnew(): Job {
        watching?.cancel()
        erased?.close()
        erased = null
        return scope.launch {
            stage = Stage.Opening
            stage =
                try {
                    begun(withContext(Dispatchers.IO) { Landfall.beginAnew(platform.settings, platform.ports, false) })
                } catch (failure: LandfallException) {
                    Stage.Failed(failure.trouble)
                }
        }
    }

    fun close() {
        watching?.cancel()
        erased?.close()
        when (val now = stage) {
            is Stage.Open -> {
                now.core.close()
            }

            is Stage.Locked -> {
                now.core.close()
            }

            else -> {}
        }
    }
}
