package app.landfall.phone

import android.annotation.SuppressLint
import android.content.Context
import android.graphics.ImageFormat.YUV_420_888
import android.hardware.camera2.CameraAccessException
import android.hardware.camera2.CameraCaptureSession
import android.hardware.camera2.CameraCharacteristics
import android.hardware.camera2.CameraDevice
import android.hardware.camera2.CameraManager
import android.hardware.camera2.CaptureRequest
import android.hardware.camera2.params.OutputConfiguration
import android.hardware.camera2.params.SessionConfiguration
import android.media.Image
import android.media.ImageReader
import android.os.Handler
import android.os.HandlerThread
import android.util.Log
import android.view.Surface
import app.landfall.phone.model.qrCode
import java.util.concurrent.Executor

/** The camera at the back, on a thread of its own: shows its picture on [screen] and looks for a QR code in it. [found] and [failed] come once, on the main thread. */
internal class CodeCamera(
    private val context: Context,
    private val screen: Surface,
    private val found: (String) -> Unit,
    private val failed: () -> Unit,
) : CameraDevice.StateCallback() {
    private val thread = HandlerThread("codes").also { it.start() }
    private val handler = Handler(thread.looper)
    private val inTurn = Executor { handler.post(it) }
    private val reader = ImageReader.newInstance(WIDTH, HEIGHT, YUV_420_888, 2)
    private var device: CameraDevice? = null
    private var isOver = false

    /** The permission is the caller's to have. */
    @SuppressLint("MissingPermission")
    fun start() {
        reader.setOnImageAvailableListener({ from -> from.acquireLatestImage()?.use(::look) }, handler)
        guarded {
            val cameras = context.getSystemService(CameraManager::class.java) ?: return end(failed)
            val back = cameras.cameraIdList.firstOrNull { cameras.facing(it) == CameraCharacteristics.LENS_FACING_BACK }
            val camera = back ?: cameras.cameraIdList.firstOrNull() ?: return end(failed)
            cameras.openCamera(camera, inTurn, this)
        }
    }

    fun close() {
        handler.post {
            isOver = true
            device?.close()
            reader.close()
            thread.quitSafely()
        }
    }

    override fun onOpened(camera: CameraDevice) {
        if (isOver) return camera.close()
        device = camera
        guarded {
            val request = camera.createCaptureRequest(CameraDevice.TEMPLATE_PREVIEW)
            request.addTarget(screen)
            request.addTarget(reader.surface)
            request.set(CaptureRequest.CONTROL_AF_MODE, CaptureRequest.CONTROL_AF_MODE_CONTINUOUS_PICTURE)
            val outputs = listOf(OutputConfiguration(screen), OutputConfiguration(reader.surface))
            camera.createCaptureSession(
                SessionConfiguration(
                    SessionConfiguration.SESSION_REGULAR,
                    outputs,
                    inTurn,
                    object : CameraCaptureSession.StateCallback() {
                        override fun onConfigured(session: CameraCaptureSession) =
                            guarded { session.setRepeatingRequest(request.build(), null, handler) }

                        override fun onConfigureFailed(session: CameraCaptureSession) = end(failed)
                    },
                ),
            )
        }
    }

    override fun onDisconnected(camera: CameraDevice) {
        camera.close()
        end(failed)
    }

    override fun onError(
        camera: CameraDevice,
        error: Int,
    ) = onDisconnected(camera)

    private fun look(image: Image) {
        if (isOver) return
        val plane = image.planes[0]
        val luminance = ByteArray(plane.buffer.remaining()).also { plane.buffer.get(it) }
        val code = qrCode(luminance, image.width, image.height, plane.rowStride) ?: return
        end { found(code) }
    }

    /** The camera may be another app's, switched off by the system, or gone from one moment to the next. */
    private inline fun guarded(work: () -> Unit) {
        if (isOver) return
        val failure =
            try {
                return work()
            } catch (failure: CameraAccessException) {
                failure
            } catch (failure: IllegalStateException) {
                failure
            } catch (failure: SecurityException) {
                failure
            }
        Log.w("Landfall", "the camera can't be used", failure)
        end(failed)
    }

    private fun end(how: () -> Unit) {
        if (isOver) return
        isOver = true
        context.mainExecutor.execute(how)
    }

    private fun CameraManager.facing(id: String) = getCameraCharacteristics(id)[CameraCharacteristics.LENS_FACING]

    companion object {
        /** Every camera of a phone has this size, and a kiosk's code at arm's length is some 300 dots wide in it. */
        const val WIDTH = 1280
        const val HEIGHT = 720
    }
}
