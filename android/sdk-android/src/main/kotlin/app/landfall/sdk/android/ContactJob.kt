package app.landfall.sdk.android

import android.app.job.JobParameters
import android.app.job.JobService
import app.landfall.core.InternalException
import app.landfall.core.Landfall
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
    private suspend fun contact(host: LandfallHost): Boolean =
        try {
            val landfall =
                try {
                    host.landfall()
                } catch (wiped: LandfallException.Wiped) {
                    null
                }
            if (landfall == null) owes(host) else contact(landfall)
        } catch (failure: LandfallException) {
            failure.trouble.retry == Retry.YES && failure !is LandfallException.Wiped
        } catch (mistake: InternalException) {
            // Of ours: it ends the job, not the app.
            false
        }

    private suspend fun contact(landfall: Landfall): Boolean {
        // Results of SIMs wait without an account, too.
        landfall.deliverResults().result()
        if (landfall.account() == null) return false
        landfall.contact()
        landfall.sync().result()
        return false
    }

    /** A wiped phone hands in the receipt that its owner waits for; whether it owes one still. */
    private suspend fun owes(host: LandfallHost): Boolean =
        try {
            host.remains()?.use { !it.handIn() } == true
        } catch (nothing: LandfallException.Invalid) {
            false
        }
}
