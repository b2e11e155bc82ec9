package org.letterlock.mailstore.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderNameTest {
    @Test
    @Tag("STORE-1")
    void inboxIsOneInAnyCase() {
        assertThat(FolderName.find("iNbOx")).contains(FolderName.INBOX);
        assertThat(FolderName.find("inbox/Lists").map(FolderName::value)).contains("INBOX/Lists");
        assertThat(FolderName.find("inboxes").map(FolderName::value)).contains("inboxes");
    }

    @Test
    @Tag("IMAP-7")
    void namesThatDifferOnlyInNormalisationAreOne() {
        assertThat(FolderName.find("Entwu\u0308rfe")).isEqualTo(FolderName.find("Entw\u00fcrfe"));
    }

    @ParameterizedTest
    @Tag("STORE-1")
    @ValueSource(strings = {"", "/", "a/", "/a", "a//b", "a\u0000", "a\u001f", "a\u0085", "a\ud800"})
    void rejectsWhatIsNoName(String name) {
        assertThat(FolderName.find(name)).isEmpty();
    }

    @Test
    @Tag("STORE-1")
    void aLevelHas255OctetsAtMost() {
        assertThat(FolderName.find("x".repeat(255))).isPresent();
        assertThat(FolderName.find("x".repeat(256))).isEmpty();
        assertThat(FolderName.find("\u00fc".repeat(127))).isPresent();
        assertThat(FolderName.find("\u00fc".repeat(128))).isEmpty();
    }

    @Test
    @Tag("STORE-1")
    void aNameHas16LevelsAtMost() {
        assertThat(FolderName.find("a/".repeat(15) + "a")).isPresent();
        assertThat(FolderName.find("a/".repeat(16) + "a")).isEmpty();
    }

    @Test
    void namesTheFoldersAbove() {
        assertThat(new FolderName("a/b/c").parents()).containsExactly(new FolderName("a"), new FolderName("a/b"));
        assertThat(new FolderName("a").parents()).isEmpty();
    }

    @Test
    void movesWithTheFolderAbove() {
        FolderName child = new FolderName("a/b/c");

        assertThat(child.moved(new FolderName("a"), new FolderName("x/y"))).contains(new FolderName("x/y/b/c"));
        assertThat(child.moved(new FolderName("a"), new FolderName("x/".repeat(14) + "x")))
                .isEqualTo(Optional.empty());
        assertThat(child.isBelow(new FolderName("a"))).isTrue();
        assertThat(new FolderName("ab").isBelow(new FolderName("a"))).isFalse();
    }

    @Test
    void inboxAndWhatIsBelowItComeFirst() {
        List<FolderName> names = Stream.of("Archive", "INBOX/x", "INBOX", "Zoo")
                .map(FolderName::new)
                .sorted()
                .toList();

        assertThat(names.stream().map(FolderName::value)).containsExactly("INBOX", "INBOX/x", "Archive", "Zoo");
    }
}
