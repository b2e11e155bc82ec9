package org.letterlock.service.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KEM;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.hpke.HPKE;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** RFC 9180: the published vectors, and our suite read by an implementation that is not the one we use. */
@Tag("ENC-10")
class HpkeTest {
    private static final byte[] INFO = hex("4f6465206f6e2061204772656369616e2055726e");
    private static final byte[] PLAIN = hex("4265617574792069732074727574682c20747275746820626561757479");

    // RFC 9180 appendix A.1.1: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-128-GCM, base mode.
    @Test
    void vectorsOfAppendixA11() throws Exception {
        var suite = new HPKE(HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM128);
        var ephemeral = suite.deserializePrivateKey(
                hex("52c4a758a802cd8b936eceea314432798d5baf2d7e9235dc084ab1b9cfa2f736"),
                hex("37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431"));
        var receiver = suite.deserializePrivateKey(
                hex("4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8"),
                hex("3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d"));

        var sending = suite.setupBaseS(receiver.getPublic(), INFO, ephemeral);
        var receiving = suite.setupBaseR(sending.getEncapsulation(), receiver, INFO);

        assertThat(sending.getEncapsulation())
                .isEqualTo(hex("37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431"));
        byte[] first = sending.seal(hex("436f756e742d30"), PLAIN);
        byte[] second = sending.seal(hex("436f756e742d31"), PLAIN);
        byte[] third = sending.seal(hex("436f756e742d32"), PLAIN);
        assertThat(first)
                .isEqualTo(hex(
                        "f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a"));
        assertThat(second)
                .isEqualTo(hex(
                        "af2d7e9ac9ae7e270f46ba1f975be53c09f8d875bdc8535458c2494e8a6eab251c03d0c22a56b8ca42c2063b84"));
        assertThat(third)
                .isEqualTo(hex(
                        "498dfcabd92e8acedc281e85af1cb4e3e31c7dc394a1ca20e173cb72516491588d96a19ad4a683518973dcc180"));
        assertThat(receiving.open(hex("436f756e742d30"), first)).isEqualTo(PLAIN);
        assertThat(sending.export(new byte[0], 32))
                .isEqualTo(hex("3853fe2b4035195a573ffc53856e77058e15d9ea064de3e59f4961d0095250ee"));
        assertThat(receiving.export(hex("00"), 32))
                .isEqualTo(hex("2e8f0b54673c7029649d4eb9d5e33bf1872cf76d623ff164ac185da9e88c21a5"));
        assertThat(receiving.export(hex("54657374436f6e74657874"), 32))
                .isEqualTo(hex("e9e43065102c3836401bed8c3c3c75ae46be1639869391d62c61f1ec7af54931"));
    }

    @Test
    void theJdksOwnPrimitivesOpenWhatOurSuiteSeals() throws Exception {
        HpkeKeys keys = HpkeKeys.generate();
        var sending = keys.sender(INFO);
        byte[] sealed = sending.seal(hex("00"), PLAIN);
        byte[] exported = sending.export(hex("01"), 32);

        Schedule schedule = Schedule.receive(keys, sending.getEncapsulation());

        assertThat(schedule.open(hex("00"), sealed)).isEqualTo(PLAIN);
        assertThat(schedule.export(hex("01"))).isEqualTo(exported);
    }

    /** Base mode of RFC 9180 section 5.1 with AES-256-GCM, written against the JDK alone. */
    private record Schedule(byte[] key, byte[] nonce, byte[] exporterSecret) {
        private static final byte[] SUITE = hex("48504b45002000010002"); // "HPKE", KEM 0x0020, KDF 1, AEAD 2

        static Schedule receive(HpkeKeys keys, byte[] encapsulation) throws Exception {
            var privateKey = KeyFactory.getInstance("X25519")
                    .generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, keys.privateKey()));
            SecretKey shared =
                    KEM.getInstance("DHKEM").newDecapsulator(privateKey).decapsulate(encapsulation);
            byte[] context = concat(
                    new byte[1],
                    extract(new byte[0], "psk_id_hash", new byte[0]),
                    extract(new byte[0], "info_hash", INFO));
            byte[] secret = extract(shared.getEncoded(), "secret", new byte[0]);
            return new Schedule(
                    expand(secret, "key", context, 32),
                    expand(secret, "base_nonce", context, 12),
                    expand(secret, "exp", context, 32));
        }

        byte[] open(byte[] associated, byte[] sealed) throws Exception {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
            cipher.updateAAD(associated);
            return cipher.doFinal(sealed);
        }

        byte[] export(byte[] context) throws Exception {
            return expand(exporterSecret, "sec", context, 32);
        }

        // LabeledExtract(salt, label, ikm)    RFC 9180 section 4
        private static byte[] extract(byte[] salt, String label, byte[] ikm) throws Exception {
            var parameters = HKDFParameterSpec.ofExtract()
                    .addSalt(salt)
                    .addIKM(concat(ascii("HPKE-v1"), SUITE, ascii(label), ikm))
                    .extractOnly();
            return KDF.getInstance("HKDF-SHA256").deriveData(parameters);
        }

        // LabeledExpand(prk, label, info, L)    RFC 9180 section 4
        private static byte[] expand(byte[] prk, String label, byte[] info, int length) throws Exception {
            byte[] size = ByteBuffer.allocate(2).putShort((short) length).array();
            var parameters = HKDFParameterSpec.expandOnly(
                    new SecretKeySpec(prk, "Generic"),
                    concat(size, ascii("HPKE-v1"), SUITE, ascii(label), info),
                    length);
            return KDF.getInstance("HKDF-SHA256").deriveData(parameters);
        }

        private static byte[] ascii(String text) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }

        private static byte[] concat(byte[]... parts) {
            ByteBuffer all = ByteBuffer.allocate(
                    Arrays.stream(parts).mapToInt(part -> part.length).sum());
            Arrays.stream(parts).forEach(all::put);
            return all.array();
        }
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
