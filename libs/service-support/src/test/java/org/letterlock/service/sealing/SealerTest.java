package org.letterlock.service.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.service.sealing.KeyringException.Reason;

class SealerTest {
    private static final byte[] PLAIN = "meet me at noon".getBytes(StandardCharsets.UTF_8);

    private final Keyring keyring = Keyring.inMemory();
    private final Sealer sealer = new Sealer(keyring);

    @Test
    void whatWasSealedOpensAtItsPlace() {
        byte[] sealed = sealer.seal(ClassKey.SETTINGS, PLAIN, "accounts", "note", "1");

        assertThat(sealer.open(ClassKey.SETTINGS, sealed, "accounts", "note", "1"))
                .isEqualTo(PLAIN);
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("noon");
    }

    @Test
    @Tag("KEY-5")
    void aValueThatWasMovedDoesNotOpen() {
        byte[] sealed = sealer.seal(ClassKey.SETTINGS, PLAIN, "accounts", "note", "1");

        assertCorrupt(() -> sealer.open(ClassKey.SETTINGS, sealed, "accounts", "note", "2"));
        assertCorrupt(() -> sealer.open(ClassKey.SETTINGS, sealed, "accounts", "not", "e1"));
        assertCorrupt(() -> sealer.open(ClassKey.CONFIG, sealed, "accounts", "note", "1"));
        assertCorrupt(() -> new Sealer(Keyring.inMemory()).open(ClassKey.SETTINGS, sealed, "accounts", "note", "1"));
    }

    @Test
    @Tag("KEY-6")
    void everyAlteredBitIsFound() {
        byte[] sealed = sealer.seal(ClassKey.SECRETS, PLAIN, "x");

        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] altered = sealed.clone();
            altered[bit / 8] ^= (byte) (1 << (bit % 8));
            assertCorrupt(() -> sealer.open(ClassKey.SECRETS, altered, "x"));
        }
        for (int length = 0; length < sealed.length; length++) {
            byte[] shortened = Arrays.copyOf(sealed, length);
            assertCorrupt(() -> sealer.open(ClassKey.SECRETS, shortened, "x"));
        }
    }

    @Test
    @Tag("KEY-6")
    void plaintextIsNeverTakenForSealed() {
        assertCorrupt(() -> sealer.open(ClassKey.SECRETS, PLAIN, "x"));
    }

    @Test
    void sealingTwiceGivesDifferentOctets() {
        assertThat(sealer.seal(ClassKey.SECRETS, PLAIN, "x")).isNotEqualTo(sealer.seal(ClassKey.SECRETS, PLAIN, "x"));
    }

    @Test
    @Tag("KEY-10")
    void tokensAreEqualForEqualValuesOnly() {
        assertThat(sealer.token(ClassKey.INDEX, "a", "bc")).isEqualTo(sealer.token(ClassKey.INDEX, "a", "bc"));
        assertThat(sealer.token(ClassKey.INDEX, "a", "bc")).isNotEqualTo(sealer.token(ClassKey.INDEX, "ab", "c"));
        assertThat(sealer.token(ClassKey.INDEX, "a", "bc")).isNotEqualTo(sealer.token(ClassKey.MAIL, "a", "bc"));
    }

    @Test
    @Tag("KEY-1")
    void olderVersionsOpenAndTheNewestSeals() {
        byte[] first = Aead.randomKey();
        Keyring before = keyring(first.clone());
        Keyring after = keyring(first.clone(), Aead.randomKey());
        byte[] old = new Sealer(before).seal(ClassKey.QUEUE, PLAIN, "x");
        byte[] token = new Sealer(before).token(ClassKey.QUEUE, "v");

        byte[] fresh = new Sealer(after).seal(ClassKey.QUEUE, PLAIN, "x");

        assertThat(new Sealer(after).open(ClassKey.QUEUE, old, "x")).isEqualTo(PLAIN);
        assertCorrupt(() -> new Sealer(before).open(ClassKey.QUEUE, fresh, "x"));
        assertThat(new Sealer(after).token(ClassKey.QUEUE, "v")).isEqualTo(token);
    }

    @Test
    @Tag("KEY-11")
    void aKeyThatWasNotDeclaredIsNotThere() {
        Keyring only = keyring(Aead.randomKey());

        assertThatThrownBy(() -> new Sealer(only).seal(ClassKey.SECRETS, PLAIN))
                .isInstanceOfSatisfying(
                        KeyringException.class, e -> assertThat(e.reason()).isEqualTo(Reason.KEY_NOT_DECLARED));
    }

    @Test
    @Tag("KEY-10")
    void mailboxKeysHaveTokensOfTheirOwn() {
        MailboxKey one = MailboxKey.random(keyring, 1);
        MailboxKey other = MailboxKey.random(keyring, 1);

        assertThat(one.token("INBOX"))
                .isEqualTo(MailboxKey.of(keyring, 1, one.toBytes()).token("INBOX"));
        assertThat(one.token("INBOX")).isNotEqualTo(other.token("INBOX"));
    }

    @Test
    void aMailboxKeyOpensWhatItSealedAndWrapped() {
        MailboxKey key = MailboxKey.random(keyring, 3);
        ObjectKey object = ObjectKey.random();
        byte[] sealed = key.seal(PLAIN, "folder", "1");
        byte[] wrapped = key.wrap(object, "1");

        assertThat(key.open(sealed, "folder", "1")).isEqualTo(PLAIN);
        assertThat(key.unwrap(wrapped, "1").octets()).isEqualTo(object.octets());
        assertThat(MailboxKey.versionOf(sealed)).isEqualTo(3);
        assertCorrupt(() -> key.open(sealed, "folder", "2"));
        assertCorrupt(() -> key.unwrap(sealed, "folder", "1"));
        assertCorrupt(() -> MailboxKey.random(keyring, 3).open(sealed, "folder", "1"));
    }

    @Test
    @Tag("ENC-11")
    void aSecretEnvelopeOpensForItsInstallationOnly() {
        var envelopes = new SecretEnvelopes(keyring);
        var sealed = envelopes.seal(PLAIN);

        assertThat(envelopes.open(sealed)).isEqualTo(PLAIN);
        assertCorrupt(() -> new SecretEnvelopes(Keyring.inMemory()).open(sealed));
    }

    @Test
    void nothingSecretIsPrinted() {
        assertThat(keyring.toString()).isEqualTo("Keyring[" + keyring.installation() + "]");
        assertThat(ObjectKey.random().toString()).isEqualTo("ObjectKey");
        assertThat(MailboxKey.random(keyring, 1).toString()).isEqualTo("MailboxKey");
    }

    private static Keyring keyring(byte[]... versions) {
        var builder = new Keyring.Builder(new UUID(1, 1));
        for (int version = 1; version <= versions.length; version++) {
            builder.add(ClassKey.QUEUE, version, versions[version - 1]);
        }
        return builder.build();
    }

    private static void assertCorrupt(Runnable opening) {
        assertThatThrownBy(opening::run).isInstanceOf(SealedObjectCorruptException.class);
    }
}
