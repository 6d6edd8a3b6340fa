package app.landfall.phone

import android.Manifest.permission.CAMERA
import android.app.Activity
import android.content.Intent
import android.content.pm.PackageManager.PERMISSION_GRANTED
import android.os.Bundle
import android.view.Gravity
import android.view.SurfaceHolder
import android.view.SurfaceView
import android.widget.FrameLayout
import app.landfall.phone.words.Language
import app.landfall.phone.words.SayGet
import app.landfall.phone.words.text
import java.util.Locale

/** The camera's picture, until there is a QR code in it: its text is the result's [CODE]. Upright only, as kiosks show their codes. */
class ScanActivity : Activity() {
    private lateinit var picture: SurfaceView
    private var camera: CodeCamera? = null
    private var hasAsked = false

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        hasAsked = savedInstanceState != null
        picture = SurfaceView(this)
        picture.contentDescription = SayGet.ScanCode.text(Language.of(Locale.getDefault()))
        picture.holder.addCallback(
            object : SurfaceHolder.Callback {
                override fun surfaceCreated(holder: SurfaceHolder) = look()

                override fun surfaceChanged(
                    holder: SurfaceHolder,
                    format: Int,
                    width: Int,
                    height: Int,
                ) = Unit

                override fun surfaceDestroyed(holder: SurfaceHolder) = stop()
            },
        )
        val frame = FrameLayout(this)
        frame.addView(picture, upright())
        setContentView(frame)
        if (!mayLook() && !hasAsked) {
            hasAsked = true
            requestPermissions(arrayOf(CAMERA), 0)
        }
    }

    override fun onRequestPermissionsResult(
        requestCode: Int,
        permissions: Array<out String>,
        grantResults: IntArray,
    ) {
        if (!mayLook()) return finish()
        look()
    }

    /** As wide as the window, and as much higher as the camera's picture is, so that it is not stretched. */
    private fun upright(): FrameLayout.LayoutParams {
        val wide = windowManager.currentWindowMetrics.bounds.width()
        return FrameLayout.LayoutParams(wide, wide * CodeCamera.WIDTH / CodeCamera.HEIGHT, Gravity.CENTER)
    }

    private fun mayLook() = checkSelfPermission(CAMERA) == PERMISSION_GRANTED

    private fun look() {
        val holder = picture.holder
        if (!mayLook() || camera != null || !holder.surface.isValid) return
        holder.setFixedSize(CodeCamera.WIDTH, CodeCamera.HEIGHT)
        camera = CodeCamera(this, holder.surface, ::found, ::finish).also { it.start() }
    }

    private fun found(code: String) {
        setResult(RESULT_OK, Intent().putExtra(CODE, code))
        finish()
    }

    private fun stop() {
        camera?.close()
        camera = null
    }

    companion object {
        const val CODE = "code"
    }
}
