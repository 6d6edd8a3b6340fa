package app.landfall.phone

import android.content.Context
import android.content.pm.PackageManager.PERMISSION_GRANTED
import kotlinx.coroutines.CompletableDeferred

/** What the user is asked by pages of the system's or of the camera's, over the activity in front. A turned screen changes neither question nor answer. */
internal class Asks(
    private val context: Context,
) {
    /** The activity in front, as far as it asks. */
    interface Front {
        /** Ends with [Asks.allowed]. */
        fun ask(permissions: Array<String>)

        /** Ends with [Asks.scanned]. */
        fun scan()
    }

    var front: Front? = null
    private var allowing: CompletableDeferred<Unit>? = null
    private var scanning: CompletableDeferred<String?>? = null

    /** Asks for those of [permissions] that are not given, and waits for the answer, whatever it is. */
    suspend fun allow(vararg permissions: String) {
        val missing = permissions.filter { context.checkSelfPermission(it) != PERMISSION_GRANTED }
        val front = front
        if (missing.isEmpty() || front == null) return
        val answer = allowing ?: CompletableDeferred<Unit>().also { front.ask(missing.toTypedArray()) }
        allowing = answer
        answer.await()
    }

    fun allowed() {
        allowing?.complete(Unit)
        allowing = null
    }

    /** The code that the camera sees; null if the user gave up, or does not let the app use it. */
    suspend fun scan(): String? {
        val front = front ?: return null
        val answer = scanning ?: CompletableDeferred<String?>().also { front.scan() }
        scanning = answer
        return answer.await()
    }

    fun scanned(code: String?) {
        scanning?.complete(code)
        scanning = null
    }
}
