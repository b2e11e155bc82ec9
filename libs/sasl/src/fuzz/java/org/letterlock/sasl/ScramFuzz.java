package org.letterlock.sasl;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import org.letterlock.sasl.precis.OpaqueString;
import org.letterlock.sasl.precis.UsernameCaseMapped;

/** Messages of SCRAM and the names and passwords in them are read or refused; nothing throws. */
class ScramFuzz {
    @DictionaryEntries({"n,,n=", ",r=", ",s=", ",i=4096", "c=biws,r=", ",p=", "v=", "=2C", "=3D", "p=tls-exporter,,", "y,a="})
    @FuzzTest
    void nothingThrows(@NotNull String text) {
        ScramSyntax.parseClientFirst(text);
        ScramSyntax.parseServerFirst(text);
        ScramSyntax.parseClientFinal(text);
        ScramSyntax.parseVerifier(text);
        PlainMessage.parse(text);
        UsernameCaseMapped.parse(text);
        OpaqueString.parse(text);
    }
}
