package app.landfall.sdk

import app.landfall.sdk.kit.Child
import app.landfall.sdk.kit.NativeMain
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assumptions.assumeTrue
import org.junit.jupiter.api.Test
import java.io.File
import java.util.concurrent.TimeUnit

/** The library that apps load, in a JVM of its own, whose system loader does not know the app's classes. */
class NativeTest {
    @Test
    fun `one library serves both JNI and JNA, and native threads find the app's classes, and the VM knows the core's`() {
        val folder = System.getProperty("landfall.jni")
        val built = File(folder, "liblandfall_jni.so").exists()
        check(built || System.getenv("LANDFALL_JNI") == null) { "liblandfall_jni.so is not in $folder" }
        assumeTrue(built, "liblandfall_jni.so is not built: cargo build -p landfall-jni")
        val classPath = System.getProperty("surefire.test.class.path") ?: System.getProperty("java.class.path")
        val launcher = File(checkNotNull(javaClass.getResource("/NativeLauncher.java")).toURI())
        val command =
            Child.java() +
                listOf("-Djava.library.path=$folder", "-Djna.library.path=$folder", "-Dapp.class.path=$classPath", "-cp", folder) +
                listOf(launcher.path, NativeMain::class.java.name)
        val running = ProcessBuilder(command).redirectErrorStream(true).start()
        val said = running.inputStream.bufferedReader().readLines()
        check(running.waitFor(60, TimeUnit.SECONDS) && running.exitValue() == 0) { said.joinToString("\n") }
        val expected = listOf("reaches true", "makes up false", "sims 0", "knows true", "libraries liblandfall_jni.so")
        assertEquals(expected, said.filterNot { it.startsWith("version ") || it.startsWith("WARNING") }, said.joinToString("\n"))
    }
}
