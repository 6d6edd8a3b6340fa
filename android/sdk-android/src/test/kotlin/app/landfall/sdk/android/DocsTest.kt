package app.landfall.sdk.android

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import java.io.File

class DocsTest {
    @Test
    fun `the example of the page is the one that is compiled`() {
        val page = File("../../docs/android.md").readText().substringAfter("```kotlin\n").substringBefore("```")
        val compiled =
            File(
                "src/test/kotlin/app/landfall/sdk/android/TenLines.kt",
            ).readText().substringAfter("from here\n").substringBefore("// to here")
        assertEquals(compiled.trim(), page.trim())
    }
}
