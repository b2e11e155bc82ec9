package org.letterlock.sasl;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** What is read back from storage is read or refused; nothing throws, and nothing is reserved that is not there. */
class StoredStateFuzz {
    @FuzzTest
    void nothingThrows(byte[] octets) {
        ServerStates.decode(octets);
        ScramKeys.decode(octets);
        CramMd5Keys.decode(octets);
        DigestMd5Keys.decode(octets);
        NtHash.decode(octets);
    }
}
