package app.landfall.sdk.android

import app.landfall.core.Landfall

/** The host app's `Application`, by which what the system starts (jobs, wake-ups) finds the one open data folder. */
interface LandfallHost {
    /** The open folder, opening it if need be; none if the phone was wiped, or nobody has set it up yet. */
    suspend fun landfall(): Landfall?
}
