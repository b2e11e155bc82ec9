package org.letterlock.mailsyntax.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.letterlock.mailsyntax.ParseResult;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;
import org.letterlock.mailsyntax.Text;

class AddressListTest {
    private static AddressList parse(String body) {
        return AddressList.parse(body).require();
    }

    private static String addresses(AddressList list) {
        return list.mailboxes().stream()
                .map(mailbox -> mailbox.address().format())
                .collect(Collectors.joining(" "));
    }

    // RFC 5322 appendix A.1, A.5 and A.6
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "John Doe <jdoe@machine.example>|John Doe|jdoe@machine.example",
                "\"Joe Q. Public\" <john.q.public@example.com>|Joe Q. Public|john.q.public@example.com",
                "\"Giant; \\\"Big\\\" Box\" <sysservices@example.net>|Giant; \"Big\" Box|sysservices@example.net",
                "jdoe@example.org||jdoe@example.org",
                "<boss@nil.test>||boss@nil.test",
                "Pete(A nice \\) chap) <pete(his account)@silly.test(his host)>|Pete|pete@silly.test",
                "=?UTF-8?Q?J=C3=BCrgen?= =?UTF-8?B?IEsu?= <j@example.org>|J\u00FCrgen K.|j@example.org",
                "J\u00FCrgen <j@example.org>|J\u00FCrgen|j@example.org",
                "\"a@local.example\" <b@foreign.example>|a@local.example|b@foreign.example",
                " (x (y) \\( z) a (c) @ (d) example.org (e) ||a@example.org",
                "\"a b\"@example.org||\"a b\"@example.org",
                "a@[ 192.0.2.1 ]||a@[192.0.2.1]",
                "a@b\u00FCcher.example||a@xn--bcher-kva.example",
                "\"\" <a@example.org>|``|a@example.org",
            })
    @Tag("SPOOF-14")
    void readsAMailbox(String body, String name, String address) {
        NamedAddress mailbox = parse(body).mailboxes().getFirst();

        assertThat(mailbox.displayName()).isEqualTo(name);
        assertThat(mailbox.address().format()).isEqualTo(address);
        assertThat(parse(mailbox.format()).mailboxes().getFirst().address()).isEqualTo(mailbox.address());
    }

    @Test
    void readsListsAndGroups() {
        AddressList list = parse("Mary Smith <mary@x.test>, A Group(Some people):Chris Jones <c@a.test>, joe@b.test,"
                + " John <jdoe@one.test>; , Undisclosed recipients:;");

        assertThat(addresses(list)).isEqualTo("mary@x.test c@a.test joe@b.test jdoe@one.test");
        assertThat(list.addresses()).hasSize(3);
        assertThat(list.hasGroup()).isTrue();
        assertThat(list.addresses().get(1))
                .isInstanceOfSatisfying(
                        Group.class, group -> assertThat(group.name()).isEqualTo("A Group"));
        assertThat(list.obsolete()).isEmpty();
        assertThat(parse("a@example.org").hasGroup()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Joe Q. Public <john@example.com>|DOT_IN_PHRASE|false|john@example.com",
                "a@x.test,,b@y.test,|EMPTY_ELEMENT|false|a@x.test b@y.test",
                "<@node.test,@relay.test:mary@example.net>|ROUTE|true|mary@example.net",
                "a . b@example.net|SPACE_IN_ADDRESS|true|a.b@example.net",
                "a@example (x) . net|SPACE_IN_ADDRESS|true|a@example.net",
                "\"a\".b@example.net|SEVERAL_WORDS|true|a.b@example.net",
                "=?utf-8?q?a=40evil.test=3E?=@example.net|ENCODED_WORD_IN_ADDRESS|true|=?utf-8?q?a=40evil.test=3E?=@example.net",
            })
    @Tag("SPOOF-13")
    void reportsWhatIsOnlyRead(String body, ObsoleteSyntax obsolete, boolean ambiguous, String addresses) {
        AddressList list = parse(body);

        assertThat(list.obsolete()).containsExactly(obsolete);
        assertThat(list.isAmbiguous()).isEqualTo(ambiguous);
        assertThat(addresses(list)).isEqualTo(addresses);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "(only a comment)",
                ",",
                "John Doe",
                "John <jdoe>",
                "<>",
                "Name <>",
                "a@example.org b@example.org",
                "a@example.org <b@example.org>",
                "victim@local.example <attacker@evil.test>",
                "<a@example.org> <b@example.org>",
                "<a@example.org> trailing",
                "<a@example.org",
                "a@example.org>",
                "<<a@example.org>>",
                "a b@example.org",
                "a@b@example.org",
                "\"a\" \"b\"@example.org",
                "\"unclosed <a@example.org>",
                "(unclosed a@example.org",
                "a) <a@example.org>",
                "group: a@example.org",
                "group: inner: a@example.org;;",
                "a@example.org;",
                ":a@example.org;",
                "a@exa mple.org",
                "a@\"example\".org",
                "a@[1.2.3",
                "a@[1.2.3.4]x",
                "\"a\u0000b\" <a@example.org>",
                "a\r\nb@example.org",
                "\"a\\\u0000\" <a@example.org>",
                "\u0085 <a@example.org>",
                "j\u00FCrgen@example.org",
                "\"\"@example.org",
            })
    @Tag("SPOOF-13")
    void refusesRatherThanGuesses(String body) {
        assertThat(AddressList.parse(body)).isInstanceOf(SyntaxError.class);
    }

    @Test
    void nestingAndNumberAreBounded() {
        assertThat(AddressList.parse("(".repeat(50) + ")".repeat(50) + "a@example.org"))
                .isInstanceOf(Parsed.class);
        assertThat(AddressList.parse("(".repeat(51) + ")".repeat(51) + "a@example.org"))
                .isInstanceOf(SyntaxError.class);
        assertThat(AddressList.parse("(".repeat(1_000_000))).isInstanceOf(SyntaxError.class);
        assertThat(parse("a@b,".repeat(10_000)).mailboxes()).hasSize(10_000);
        assertThat(AddressList.parse("a@b,".repeat(10_001))).isInstanceOf(SyntaxError.class);
    }

    @Test
    void aNameIsWrittenSoThatItIsReadBack() {
        AddrSpec address = AddrSpec.parse("a@example.org").require();
        List<String> names = List.of(
                "Anna",
                "Anna B",
                "B, Anna",
                "\"quoted\" \\",
                "J\u00FCrgen \uD83D\uDE00",
                "=?utf-8?q?x?=",
                "a@b",
                " padded ");

        for (String name : names) {
            String written = new NamedAddress(name, address).format();
            NamedAddress read = parse(written).mailboxes().getFirst();

            assertThat(read.address()).isEqualTo(address);
            assertThat(read.displayName().strip()).as(written).isEqualTo(name.strip());
        }
        assertThat(new NamedAddress("a\r\nBcc: b@example.org", address).format())
                .doesNotContain("\r", "\n");
        assertThat(new NamedAddress(null, address).format()).isEqualTo("a@example.org");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void neverThrows(long seed) {
        Random random = new Random(seed);
        List<String> alphabet = List.of(
                "a",
                "b.c",
                "@",
                "<",
                ">",
                ",",
                ";",
                ":",
                "(",
                ")",
                "\"",
                "\\",
                " ",
                ".",
                "[",
                "]",
                "=?utf-8?q?a?=",
                "\u00E9",
                "\uD83D",
                "\r\n",
                "x.test");
        for (int i = 0; i < 5000; i++) {
            String body = Text.random(random, 1 + random.nextInt(15), alphabet);

            ParseResult<AddressList> result = AddressList.parse(body);

            if (result instanceof Parsed<AddressList>(AddressList list)) {
                String written =
                        list.mailboxes().stream().map(NamedAddress::format).collect(Collectors.joining(", "));
                if (!written.isEmpty()) {
                    assertThat(addresses(parse(written))).as(body).isEqualTo(addresses(list));
                }
            }
        }
    }
}
