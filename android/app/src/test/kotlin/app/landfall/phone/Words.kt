package app.landfall.phone

import androidx.compose.ui.semantics.SemanticsNode
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.semantics.getOrNull
import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.junit4.ComposeContentTestRule
import androidx.compose.ui.test.onNodeWithTag

private val any = SemanticsMatcher("anything") { true }

/** Every word on the screen. */
fun ComposeContentTestRule.onScreen(): String =
    onAllNodes(any, useUnmergedTree = true).fetchSemanticsNodes().flatMap { it.words() }.joinToString(" | ")

/** The words of one node and of those in it. */
fun ComposeContentTestRule.wordsOf(
    tag: String,
): String =
    onNodeWithTag(tag, useUnmergedTree = true)
        .fetchSemanticsNode()
        .all()
        .flatMap { it.words() }
        .joinToString(" ")

fun SemanticsNode.all(): List<SemanticsNode> = listOf(this) + children.flatMap { it.all() }

fun SemanticsNode.words(): List<String> =
    config.getOrNull(SemanticsProperties.Text).orEmpty().map { it.text } +
        listOfNotNull(config.getOrNull(SemanticsProperties.EditableText)?.text?.takeIf { it.isNotEmpty() })
