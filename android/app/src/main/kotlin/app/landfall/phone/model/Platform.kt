package app.landfall.phone.model

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

    /** Hands a text to whatever the user chooses: a report, a receipt. */
    fun share(text: String)

    /** The clipboard's text, if it holds one. */
    fun pasted(): String?
}
