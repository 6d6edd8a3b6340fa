package app.landfall.sdk.android

import android.app.job.JobInfo
import android.app.job.JobScheduler
import android.content.ComponentName
import android.content.Context

/** The phone's work in the background. */
object Background {
    /** The numbers of our jobs, apart from the host app's own. */
    private const val REGULAR = 0x4C46_0001
    private const val SOON = 0x4C46_0002

    private const val HOUR_MILLIS = 60 * 60 * 1000L
    private const val BACKOFF_MILLIS = 30_000L

    /** Has [ContactJob] run about every hour while there is a network, over restarts of the phone: the lease counts on it. */
    fun schedule(context: Context) {
        val scheduler = scheduler(context) ?: return
        // One that is there already would begin its hour anew.
        if (scheduler.getPendingJob(REGULAR) != null) return
        scheduler.schedule(job(context, REGULAR).setPeriodic(HOUR_MILLIS).setPersisted(true).build())
    }

    /** Has it run as soon as there is a network: after a wake-up, or when something waits. */
    fun soon(context: Context) {
        val job = job(context, SOON).setExpedited(true)
        scheduler(context)?.schedule(job.build())
    }

    /** No more of it: nobody is signed in, and nothing waits. */
    fun stop(context: Context) {
        scheduler(context)?.run {
            cancel(REGULAR)
            cancel(SOON)
        }
    }

    private fun job(
        context: Context,
        id: Int,
    ) = JobInfo
        .Builder(id, ComponentName(context, ContactJob::class.java))
        .setRequiredNetworkType(JobInfo.NETWORK_TYPE_ANY)
        .setBackoffCriteria(BACKOFF_MILLIS, JobInfo.BACKOFF_POLICY_EXPONENTIAL)

    private fun scheduler(context: Context): JobScheduler? = context.getSystemService(JobScheduler::class.java)
}
