package app.landfall.phone.model

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import app.landfall.core.Trouble
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.launch

/** What comes from the core, or is on its way. */
sealed interface Load<out T> {
    data object Busy : Load<Nothing>

    data class Here<T>(
        val it: T,
    ) : Load<T>

    data class Failed(
        val trouble: Trouble,
    ) : Load<Nothing>
}

/** Asks for something, and says how it stands meanwhile. */
suspend fun <T> load(
    tell: (Load<T>) -> Unit,
    work: suspend () -> T,
) {
    tell(Load.Busy)
    tell(
        try {
            Load.Here(work())
        } catch (cancelled: CancellationException) {
            throw cancelled
        } catch (failure: Exception) {
            Load.Failed(shown(failure))
        },
    )
}

/** What [work] answers, or null if it fails. Who is cancelled meanwhile learns that, and goes no further. */
suspend fun <T : Any> orNull(work: suspend () -> T?): T? =
    try {
        work()
    } catch (cancelled: CancellationException) {
        throw cancelled
    } catch (_: Exception) {
        null
    }

/** What a screen does: one thing at a time, and what came of the last. */
open class Model(
    protected val scope: CoroutineScope,
) {
    var isBusy by mutableStateOf(false)
        private set
    var trouble by mutableStateOf<Trouble?>(null)

    /** Does [work], unless something is being done already. */
    fun act(work: suspend () -> Unit): Job? {
        if (isBusy) return null
        isBusy = true
        trouble = null
        return scope.launch {
            try {
                work()
            } catch (cancelled: CancellationException) {
                throw cancelled
            } catch (failure: Exception) {
                trouble = shown(failure)
            } finally {
                isBusy = false
            }
        }
    }
}
