package app.landfall.sdk.android

import app.landfall.core.Landfall
import app.landfall.core.LandfallException
import app.landfall.core.Remains

/** The host app's `Application`, by which what the system starts (jobs, wake-ups) finds the one open data folder. */
interface LandfallHost {
    /** The open folder, opening it if need be; none if nobody has set it up yet. What opening throws may come out of it. */
    suspend fun landfall(): Landfall?

    /** What a wiped phone still owes. Asked for when [landfall] says [LandfallException.Wiped], or none. */
    suspend fun remains(): Remains?
}
