package app.landfall.phone.look

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.text.KeyboardActions
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedTextField
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.input.ImeAction
import androidx.compose.ui.text.input.KeyboardType
import androidx.compose.ui.text.input.PasswordVisualTransformation
import androidx.compose.ui.text.input.VisualTransformation

/** What is typed, and how. */
enum class Typed { Text, Digits, Secret, SecretDigits, Code }

/** A field; its label stays above it, so that it is never out of sight. */
@Composable
fun Field(
    label: String,
    value: String,
    tag: String,
    typed: Typed = Typed.Text,
    hint: String? = null,
    wrong: String? = null,
    lines: Int = 1,
    onDone: (() -> Unit)? = null,
    onChange: (String) -> Unit,
) = Column(Modifier.fillMaxWidth(), verticalArrangement = Arrangement.spacedBy(Space.hair)) {
    Text(label, style = MaterialTheme.typography.titleSmall, color = MaterialTheme.colorScheme.onBackground)
    val keyboard =
        when (typed) {
            Typed.Text, Typed.Code -> KeyboardType.Ascii.takeIf { typed == Typed.Code } ?: KeyboardType.Text
            Typed.Digits -> KeyboardType.Number
            Typed.Secret -> KeyboardType.Password
            Typed.SecretDigits -> KeyboardType.NumberPassword
        }
    val isSecret = typed == Typed.Secret || typed == Typed.SecretDigits
    OutlinedTextField(
        value,
        onChange,
        Modifier.fillMaxWidth().testTag(tag).semantics { contentDescription = label },
        isError = wrong != null,
        singleLine = lines == 1,
        minLines = lines,
        shape = MaterialTheme.shapes.medium,
        visualTransformation = if (isSecret) PasswordVisualTransformation() else VisualTransformation.None,
        keyboardOptions =
            KeyboardOptions(
                keyboardType = keyboard,
                imeAction =
                    if (onDone ==
                        null
                    ) {
                        ImeAction.Next
                    } else {
                        ImeAction.Done
                    },
                autoCorrect = typed == Typed.Text,
            ),
        keyboardActions = KeyboardActions(onDone = { onDone?.invoke() }),
    )
    val below = wrong ?: hint
    if (below != null) {
        Text(
            below,
            style = MaterialTheme.typography.bodySmall,
            color = if (wrong != null) MaterialTheme.colorScheme.error else MaterialTheme.colorScheme.onSurfaceVariant,
        )
    }
}
