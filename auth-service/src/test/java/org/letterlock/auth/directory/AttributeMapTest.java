package org.letterlock.auth.directory;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.letterlock.auth.directory.AttributeMap.ReadEntry;

class AttributeMapTest {
    private final AttributeMap map = new AttributeMap(
            new DirectorySettings(
                    DirectoryKind.LDAP,
                    new DirectoryHost("ldap.example", 636),
                    null,
                    ConnectionSecurity.LDAPS,
                    List.of(),
                    "cn=reader",
                    "ou=people,dc=example",
                    "(objectClass=person)",
                    new AttributeNames("uid", "cn", "entryUUID"),
                    Duration.ofMinutes(15)),
            "mail.test");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*)(uid=*",
                "anna)(|(uid=*",
                "\\2a",
                "a*b",
                "x\0y",
                "(objectClass=*)",
                "anna\\",
                "&|!=",
                "\u00fcber"
            })
    @Tag("DIR-3")
    void whateverSomebodyTypesIsAValueAndNeverSyntax(String name) throws LDAPException {
        String text = map.whoHas(name).toString();

        Filter parsed = Filter.create(text);
        assertThat(parsed.getComponents()).hasSize(2);
        assertThat(parsed.getComponents()[1].getComponents()[0].getAssertionValue())
                .isEqualTo(name);
        assertThat(parsed.getComponents()[1].getComponents()[0].getFilterType()).isEqualTo(Filter.FILTER_TYPE_EQUALITY);
    }

    @Test
    @Tag("DIR-3")
    void theCharactersThatMeanSomethingAreWrittenAsTheirOctets() {
        assertThat(map.whoHas("*)(\\").toString()).contains("uid=\\2a\\29\\28\\5c");
    }

    @Test
    @Tag("DIR-6")
    void anEntryOfTheUsualKindIsUsable() {
        ReadEntry read =
                map.read(entry("uid=anna,ou=people,dc=example", "uid", "Anna", "cn", "Anna A", "entryUUID", "1"));

        assertThat(read).isInstanceOfSatisfying(ReadEntry.Usable.class, usable -> {
            assertThat(usable.localPart()).isEqualTo("anna");
            assertThat(usable.displayName()).isEqualTo("Anna A");
        });
    }

    @Test
    @Tag("DIR-6")
    void aWholeAddressOfTheDomainIsAsGoodAsItsLocalPart() {
        assertThat(map.read(entry("uid=1,ou=people,dc=example", "uid", "Anna@Mail.Test", "entryUUID", "1")))
                .isInstanceOfSatisfying(
                        ReadEntry.Usable.class,
                        usable -> assertThat(usable.localPart()).isEqualTo("anna"));
    }

    @ParameterizedTest
    @CsvSource({
        "anna b, NOT_A_LOCAL_PART",
        "anna@foreign.test, NOT_A_LOCAL_PART",
        "a*, NOT_A_LOCAL_PART",
        ".anna, NOT_A_LOCAL_PART",
        "@mail.test, NOT_A_LOCAL_PART"
    })
    @Tag("DIR-6")
    void aNameThatNoAccountCanHaveIsReported(String name, SyncProblem.Code code) {
        assertThat(problem(entry("uid=1,ou=people,dc=example", "uid", name, "entryUUID", "1")))
                .isEqualTo(code);
    }

    @Test
    @Tag("DIR-6")
    void missingAndSeveralValuesAreReported() {
        assertThat(problem(entry("uid=1,ou=people,dc=example", "cn", "Anna", "entryUUID", "1")))
                .isEqualTo(SyncProblem.Code.NO_LOGIN);
        Entry several = entry("uid=1,ou=people,dc=example", "uid", "anna", "entryUUID", "1");
        several.addAttribute("uid", "anna2");
        assertThat(map.read(several))
                .as("whichever of them is an account's, it has not vanished")
                .isInstanceOfSatisfying(ReadEntry.Odd.class, odd -> {
                    assertThat(odd.problem().code()).isEqualTo(SyncProblem.Code.SEVERAL_LOGINS);
                    assertThat(odd.localParts()).containsExactlyInAnyOrder("anna", "anna2");
                });
        assertThat(problem(entry("uid=1,ou=people,dc=example", "uid", "anna"))).isEqualTo(SyncProblem.Code.NO_ID);
        Entry ids = entry("uid=1,ou=people,dc=example", "uid", "anna", "entryUUID", "1");
        ids.addAttribute("entryUUID", "2");
        assertThat(problem(ids)).isEqualTo(SyncProblem.Code.NO_ID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "cn=admin,dc=example", "uid=anna,ou=people,dc=other", "not a name"})
    @Tag("DIR-3")
    void anEntryOutsideOfTheBaseIsNobodys(String name) {
        Entry entry = entry(name, "uid", "anna", "entryUUID", "1");

        assertThat(map.isInside(entry)).isFalse();
        assertThat(problem(entry)).isEqualTo(SyncProblem.Code.OUTSIDE_BASE);
    }

    @Test
    @Tag("DIR-6")
    void aDisplayNameIsOneLineAndNotLong() {
        Entry entry = entry(
                "uid=anna,ou=people,dc=example",
                "uid",
                "anna",
                "cn",
                "Anna\r\nBcc: everybody" + "x".repeat(500),
                "entryUUID",
                "1");

        assertThat(map.read(entry))
                .isInstanceOfSatisfying(
                        ReadEntry.Usable.class,
                        usable -> assertThat(usable.displayName())
                                .startsWith("Anna  Bcc: everybody")
                                .hasSize(200));
    }

    private SyncProblem.Code problem(Entry entry) {
        return ((ReadEntry.Odd) map.read(entry)).problem().code();
    }

    private static Entry entry(String name, String... attributes) {
        Entry entry = new Entry(name);
        for (int i = 0; i < attributes.length; i += 2) {
            entry.addAttribute(attributes[i], attributes[i + 1]);
        }
        return entry;
    }
}
