package app.landfall.sdk

import app.landfall.core.LandfallException
import app.landfall.core.Trouble

/** What a screen shows of it, whichever variant it is. */
val LandfallException.trouble: Trouble
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
