package app.landfall.sdk.android

import android.app.PendingIntent
import android.content.BroadcastReceiver
import android.content.Context
import android.content.Intent
import android.content.IntentFilter
import android.content.pm.PackageInstaller.EXTRA_STATUS
import android.content.pm.PackageInstaller.EXTRA_STATUS_MESSAGE
import android.content.pm.PackageInstaller.STATUS_FAILURE
import android.content.pm.PackageInstaller.STATUS_PENDING_USER_ACTION
import android.content.pm.PackageInstaller.STATUS_SUCCESS
import android.content.pm.PackageInstaller.SessionParams
import android.content.pm.PackageManager
import app.landfall.core.PackageData
import app.landfall.core.PackageInstaller
import app.landfall.core.PackageRefused
import java.io.IOException
import java.util.concurrent.ArrayBlockingQueue
import java.util.concurrent.TimeUnit

/**
 * Installs a driver's APK by the system, which asks the user. The app must have `REQUEST_INSTALL_PACKAGES` and the user's leave to install; else what is
 * built in serves. The management program is this app: it is not replaced by a kiosk.
 *
 * @param driver the driver's package name; none where the phone has none
 */
class ApkInstaller(
    private val context: Context,
    private val driver: String?,
) : PackageInstaller {
    override fun installed(isDriver: Boolean): String? =
        try {
            val name = if (isDriver) driver else context.packageName
            name?.let { context.packageManager.getPackageInfo(it, PackageManager.PackageInfoFlags.of(0)).versionName }
        } catch (_: PackageManager.NameNotFoundException) {
            null
        }

    override fun install(`package`: PackageData): Boolean {
        val name = driver
        if (!`package`.isDriver || name == null || !context.packageManager.canRequestPackageInstalls()) return false
        val installer = context.packageManager.packageInstaller
        // Only the package that is meant: another name is refused by the system.
        val params = SessionParams(SessionParams.MODE_FULL_INSTALL).apply { setAppPackageName(name) }
        val id =
            try {
                installer.createSession(params)
            } catch (failure: IOException) {
                throw PackageRefused.Refused(failure.message ?: "the system has no room")
            }
        try {
            installer.openSession(id).use { session ->
                session.openWrite(APK, 0, `package`.bytes.size.toLong()).use { stream ->
                    stream.write(`package`.bytes)
                    session.fsync(stream)
                }
                return committed(id) { session.commit(it.intentSender) }
            }
        } catch (failure: IOException) {
            installer.abandonSession(id)
            throw PackageRefused.Refused(failure.message ?: "the system did not take it")
        }
    }

    /** Waits for the system's word, asking the user in between. */
    private fun committed(
        id: Int,
        commit: (PendingIntent) -> Unit,
    ): Boolean {
        val said = ArrayBlockingQueue<Intent>(WORDS)
        val receiver =
            object : BroadcastReceiver() {
                override fun onReceive(
                    context: Context,
                    intent: Intent,
                ) {
                    said.offer(intent)
                }
            }
        val action = "$ACTION.$id"
        context.registerReceiver(receiver, IntentFilter(action), Context.RECEIVER_NOT_EXPORTED)
        try {
            val flags = PendingIntent.FLAG_UPDATE_CURRENT or PendingIntent.FLAG_MUTABLE
            commit(PendingIntent.getBroadcast(context, id, Intent(action).setPackage(context.packageName), flags))
            while (true) {
                val word = said.poll(PATIENCE_MINUTES, TimeUnit.MINUTES) ?: throw PackageRefused.Refused("nobody agreed in time")
                when (word.getIntExtra(EXTRA_STATUS, STATUS_FAILURE)) {
                    STATUS_SUCCESS -> return true
                    STATUS_PENDING_USER_ACTION -> ask(word)
                    else -> throw PackageRefused.Refused(word.getStringExtra(EXTRA_STATUS_MESSAGE) ?: "the system said no")
                }
            }
        } finally {
            context.unregisterReceiver(receiver)
        }
    }

    private fun ask(word: Intent) {
        val question = word.getParcelableExtra(Intent.EXTRA_INTENT, Intent::class.java)
        if (question != null) context.startActivity(question.addFlags(Intent.FLAG_ACTIVITY_NEW_TASK))
    }

    private companion object {
        const val APK = "driver.apk"
        const val ACTION = "app.landfall.sdk.android.INSTALLED"
        const val WORDS = 4
        const val PATIENCE_MINUTES = 5L
    }
}
