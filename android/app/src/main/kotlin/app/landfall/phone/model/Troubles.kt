package app.landfall.phone.model

import app.landfall.core.InternalException
import app.landfall.core.LandfallException
import app.landfall.core.Retry
import app.landfall.core.Trouble
import app.landfall.sdk.trouble

/** The failure of a coroutine as something to show; what is no failure of the core's is thrown on. */
fun shown(failure: Throwable): Trouble =
    when (failure) {
        is LandfallException -> {
            failure.trouble
        }

        is InternalException -> {
            Trouble(
                "Something went wrong in Landfall",
                failure.message.orEmpty(),
                Retry.YES,
                "Try again; if it stays, start the app anew.",
                "mistake",
            )
        }

        else -> {
            throw failure
        }
    }
