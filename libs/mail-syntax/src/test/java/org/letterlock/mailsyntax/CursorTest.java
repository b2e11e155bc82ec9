package org.letterlock.mailsyntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CursorTest {
    @Test
    void onlyAsciiLettersLoseTheirCase() {
        assertThat(new Cursor("mAiL FROM").skipIgnoringCase("MAIL")).isTrue();
        assertThat(new Cursor("\u212Aey").skipIgnoringCase("key")).isFalse(); // KELVIN SIGN
        assertThat(new Cursor("\u017FIZE").skipIgnoringCase("SIZE")).isFalse(); // LATIN SMALL LETTER LONG S
        assertThat(new Cursor("ma").skipIgnoringCase("MAIL")).isFalse();
    }

    @Test
    void aSkipThatFailsReadsNothing() {
        Cursor cursor = new Cursor("abc");

        assertThat(cursor.skip("abd")).isFalse();
        assertThat(cursor.offset()).isZero();
        assertThat(cursor.takeWhile(c -> c < 'c')).isEqualTo("ab");
        assertThat(cursor.takeRest()).isEqualTo("c");
        assertThat(cursor.take()).isEqualTo(-1);
        assertThat(cursor.peek()).isEqualTo(-1);
    }

    @Test
    void goesBackOnlyToWhereItWas() {
        Cursor cursor = new Cursor("abc");
        cursor.take();

        assertThatThrownBy(() -> cursor.rewind(2)).isInstanceOf(IllegalArgumentException.class);
        cursor.rewind(0);
        assertThat(cursor.peek()).isEqualTo('a');
    }
}
