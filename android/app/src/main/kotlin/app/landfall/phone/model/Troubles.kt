package app.landfall.phone.model

import app.landfall.core.InternalException
import app.landfall.core.LandfallException
import app.landfall.core.Retry
import app.landfall.core.Trouble

/** What is shown of a failure, whichever variant it is. */
val LandfallException.shown: Trouble
    get() =
        when (this) {
            is LandfallException.Unreachable -> trouble
            is LandfallException.Refused -> trouble
            is LandfallException.Untrusted -> trouble
            is LandfallException.WrongSecret -> trouble
            is LandfallException.NeedsUser -> trouble
            is LandfallException.Locked -> trouble
            is LandfallException.Wiped -> trouble
            is LandfallException.Invalid -> trouble
            is LandfallException.Cancelled -> trouble
            is LandfallException.Failed -> trouble
        }

/** The failure of a coroutine as something to show; what is no failure of the core's is thrown on. */
fun shown(failure: Throwable): Trouble =
    when (failure) {
        is LandfallException -> failure.shown
        is InternalException -> Trouble("Something went wrong in Landfall", failure.message.orEmpty(), Retry.YES, "Try again; if it stays, start the app anew.", "mistake")
        else -> throw failure
    }
