package app.landfall.phone.model

import app.landfall.core.Landfall
import app.landfall.core.OpenSettings
import app.landfall.core.Ports

/** What the app has of the system it runs on: Android's activity, or a window on a desk. */
interface Platform {
    /** How the data folder is opened. */
    val settings: OpenSettings

    /** Keystore, device, clock. */
    val ports: Ports

    /** What this phone is called until its user says otherwise. */
    val phoneName: String

    /** The accounts' server that is proposed. */
    val server: String

    /** Whether there is a camera to scan codes with. */
    val canScan: Boolean

    /** Scans a code; null if the user gave up. */
    suspend fun scan(): String?

    /** Asks the user for what the system wants asked before kiosks are looked for. The search leaves out what he refuses. */
    suspend fun allowSearch() = Unit

    /** The way to be held to a kiosk; null without NFC. */
    val touch: Touch? get() = null

    /** The phone's own eSIM; null if it has none that can be used now. */
    val ownEsim: OwnEsim? get() = null

    /** Hands a text to whatever the user chooses: a report, a receipt. */
    fun share(text: String)

    /** The clipboard's text, if it holds one. */
    fun pasted(): String?
}

/** NFC, while the user is asked to hold the phone to a kiosk. */
interface Touch {
    /** From now on what the phone is held to is handed to [core]; [onOther] is told of what is no kiosk. */
    fun start(
        core: Landfall,
        onOther: (Exception) -> Unit,
    )

    fun stop()
}

/** The phone's own eSIM, which the system manages. */
interface OwnEsim {
    /** Hands it an activation code. Takes as long as a download takes. */
    suspend fun give(code: String): Given
}

/** What became of an activation code that the phone's own eSIM was given. */
sealed interface Given {
    /** The SIM is there. */
    data object Done : Given

    /** The system asks its user, or lets only operators' apps do this: it shows a page of its own, where the user goes on. */
    data object BySystem : Given

    /** It has no SIM of it. [code] is the system's own number for why. */
    data class Failed(
        val code: Int,
    ) : Given
}
