package app.landfall.sdk

import app.landfall.core.Flow
import app.landfall.core.FlowEvent
import app.landfall.core.Gained
import app.landfall.core.HereEvent
import app.landfall.core.HereWatch
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.Flow as KotlinFlow

/**
 * The flow's events, the first first, until it ends. Collect it once: events are pulled, and one that was told is not told again.
 * The core's flow goes on whether anybody collects; [Flow.cancel] ends it, and so does [result] where its coroutine is cancelled.
 */
fun Flow.events(): KotlinFlow<FlowEvent> =
    flow {
        while (true) emit(readyEvent() ?: nextEvent() ?: break)
    }

/**
 * Tells [each] every event, then answers what the flow came to, or throws why it failed. If the caller's coroutine is cancelled, the flow is put off
 * (what was reserved stays reserved) and the core's object is freed.
 */
suspend fun Flow.result(each: suspend (FlowEvent) -> Unit = {}): Gained =
    use { flow ->
        try {
            flow.events().collect(each)
            flow.finished()
        } finally {
            // No harm to one that has ended.
            flow.cancel(false)
        }
    }

/** What happens while this phone is watched; ends once it was wiped. Watching ends with the collector. */
fun HereWatch.events(): KotlinFlow<HereEvent> =
    flow {
        use { watch ->
            try {
                while (true) emit(watch.nextEvent() ?: break)
            } finally {
                watch.stop()
            }
        }
    }
