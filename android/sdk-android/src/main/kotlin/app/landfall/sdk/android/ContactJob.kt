package app.landfall.sdk.android

import android.app.job.JobParameters
import android.app.job.JobService
import app.landfall.core.LandfallException
import app.landfall.core.Retry
import app.landfall.sdk.result
import app.landfall.sdk.trouble
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancel
import kotlinx.coroutines.launch
import java.util.concurrent.ConcurrentHashMap

/**
 * What the phone does in the background: asks for orders and obeys, hands in receipts and results that wait, syncs. Each is durable by itself: a job that
 * the system stops is gone on with by the next.
 */
class ContactJob : JobService() {
    private val scope = CoroutineScope(SupervisorJob() + Dispatchers.Default)
    private val running = ConcurrentHashMap<Int, Job>()

    override fun onStartJob(parameters: JobParameters): Boolean {
        val host = applicationContext as? LandfallHost ?: return false
        running[parameters.jobId] =
            scope.launch {
                val again = contact(host)
                running.remove(parameters.jobId)
                jobFinished(parameters, again)
            }
        return true
    }

    /** The system needs the phone for something else: the job comes again. */
    override fun onStopJob(parameters: JobParameters): Boolean {
        running.remove(parameters.jobId)?.cancel()
        return true
    }

    override fun onDestroy() {
        scope.cancel()
        super.onDestroy()
    }

    /** Whether it is to be tried again soon. */
    private suspend fun contact(host: LandfallHost): Boolean {
        val landfall = host.landfall() ?: return false
        return try {
            // Results of SIMs wait without an account, too.
            landfall.deliverResults().result()
            if (landfall.account() != null) {
                landfall.contact()
                landfall.sync().result()
            }
            false
        } catch (failure: LandfallException) {
            failure.trouble.retry == Retry.YES && failure !is LandfallException.Wiped
        }
    }
}
