package org.letterlock.imap.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.letterlock.imap.mailbox.Flag;
import org.letterlock.imap.mailbox.MailboxName;
import org.letterlock.imap.mailbox.Revision;
import org.letterlock.imap.mailbox.SequenceSet;
import org.letterlock.imap.mailbox.Uid;
import org.letterlock.mailsyntax.Cursor;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;

/**
 * Reads the tokens of a command (RFC 9051 section 9). The first fault sticks and ends the input: what is read after it is of
 * no value, and the parser looks for it once, at the end. Each character of the text is one octet.
 */
final class Arguments {
    private static final int MAX_FLAGS = 300;
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final SequenceSet NO_SET = new SequenceSet.Ranges(List.of(new SequenceSet.Range(1, 1)));

    private static final Set<Flag> SETTABLE = Set.of(Flag.ANSWERED, Flag.FLAGGED, Flag.DELETED, Flag.SEEN, Flag.DRAFT);

    private final Cursor cursor;
    private final Revision revision;
    private @Nullable SyntaxError<Void> fault; // the first one; owned by the parser

    Arguments(String text, Revision revision) {
        this.cursor = new Cursor(text);
        this.revision = revision;
    }

    /** The first fault so far; null for none. */
    @Nullable
    SyntaxError<Void> fault() {
        return fault;
    }

    /** Notes that something else was expected here. */
    void fail(String expected) {
        if (fault == null) {
            fault = new SyntaxError<>(cursor.offset(), expected);
        }
        cursor.takeRest();
    }

    boolean failed() {
        return fault != null;
    }

    boolean atEnd() {
        return cursor.atEnd();
    }

    int peek() {
        return cursor.peek();
    }

    boolean skip(String expected) {
        return cursor.skip(expected);
    }

    /** Whether a word comes next, which ends there; in any case of letters. */
    boolean skipWord(String word) {
        int start = cursor.offset();
        if (cursor.skipIgnoringCase(word) && !isAtomChar(cursor.peek())) {
            return true;
        }
        cursor.rewind(start);
        return false;
    }

    boolean skipIgnoringCase(String text) {
        return cursor.skipIgnoringCase(text);
    }

    /** Reads a dot that a digit follows: inside a section, other dots lead on to words. */
    boolean dotBeforeDigit() {
        int start = cursor.offset();
        if (cursor.skip(".") && cursor.peek() >= '0' && cursor.peek() <= '9') {
            return true;
        }
        cursor.rewind(start);
        return false;
    }

    void space() {
        require(" ", "SP");
    }

    void require(String text, String name) {
        if (!cursor.skip(text)) {
            fail(name);
        }
    }

    void end() {
        if (!cursor.atEnd()) {
            fail("CRLF");
        }
    }

    // ATOM-CHAR = <any CHAR except atom-specials>
    static boolean isAtomChar(int c) {
        return c > 0x20 && c < 0x7f && "(){%*\"\\]".indexOf(c) < 0;
    }

    // ASTRING-CHAR = ATOM-CHAR / resp-specials
    static boolean isAstringChar(int c) {
        return isAtomChar(c) || c == ']';
    }

    // atom = 1*ATOM-CHAR
    String atom() {
        return run(Arguments::isAtomChar, "atom");
    }

    /** Letters of a keyword, in capitals. */
    String keyword() {
        return atom().toUpperCase(Locale.ROOT);
    }

    private String run(IntPredicate wanted, String name) {
        String text = cursor.takeWhile(wanted);
        if (text.isEmpty()) {
            fail(name);
        }
        return text;
    }

    // astring = 1*ASTRING-CHAR / string
    String astring() {
        return isAstringChar(cursor.peek()) ? utf8(cursor.takeWhile(Arguments::isAstringChar)) : string();
    }

    // nstring = string / nil
    @Nullable
    String nstring() {
        return skipWord("NIL") ? null : string();
    }

    // string = quoted / literal
    String string() {
        return utf8(octets());
    }

    private String octets() {
        if (cursor.skip("\"")) {
            return quoted();
        }
        if (cursor.peek() == '{') {
            return literal();
        }
        fail("string");
        return "";
    }

    // quoted = DQUOTE *QUOTED-CHAR DQUOTE
    // Also in IMAP4rev1, which knows ASCII only, valid UTF-8 is understood here: login names of rev2 come before
    // ENABLE.
    private String quoted() {
        var text = new StringBuilder();
        while (true) {
            text.append(cursor.takeWhile(c -> c != '"' && c != '\\' && c != '\r' && c != '\n' && c != 0));
            if (cursor.skip("\"")) {
                return text.toString();
            }
            if (!cursor.skip("\\") || (cursor.peek() != '"' && cursor.peek() != '\\')) {
                fail("QUOTED-CHAR");
                return "";
            }
            text.append((char) cursor.take());
        }
    }

    // literal = "{" number64 ["+"] "}" CRLF *CHAR8: the framer has put the octets behind the line
    private String literal() {
        cursor.skip("{");
        long size = number();
        cursor.skip("+");
        require("}\r\n", "literal");
        var text = new StringBuilder();
        for (long i = 0; i < size && !cursor.atEnd(); i++) {
            text.append((char) cursor.take());
        }
        if (text.length() < size || text.indexOf("\0") >= 0) {
            fail("CHAR8");
        }
        return text.toString();
    }

    private String utf8(String octets) {
        if (octets.chars().allMatch(c -> c < 0x80)) {
            return octets;
        }
        try {
            return UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(octets.getBytes(ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException _) {
            fail("UTF-8");
            return "";
        }
    }

    // number64 = 1*DIGIT
    long number() {
        String digits = run(c -> c >= '0' && c <= '9', "number");
        if (digits.length() > 18) {
            fail("number64");
        }
        return failed() ? 0 : Long.parseLong(digits);
    }

    // nz-number = digit-nz *DIGIT
    long positive(long max) {
        long number = number();
        if (number < 1 || number > max) {
            fail("nz-number");
        }
        return failed() ? 1 : number;
    }

    // mailbox = "INBOX" / astring
    MailboxName mailbox() {
        return mailboxName(astring());
    }

    private MailboxName mailboxName(String wire) {
        if (wire.isEmpty()) {
            fail("mailbox");
        }
        return switch (MailboxName.parse(wire, revision)) {
            case Parsed<MailboxName>(MailboxName name) -> name;
            case SyntaxError<MailboxName> error -> {
                fail(error.expected());
                yield MailboxName.INBOX;
            }
        };
    }

    // list-mailbox = 1*list-char / string; list-char = ATOM-CHAR / list-wildcards / resp-specials
    String listMailbox() {
        int next = cursor.peek();
        String wire = isListChar(next) ? utf8(cursor.takeWhile(Arguments::isListChar)) : string();
        return mailboxText(wire);
    }

    /** Part of a mailbox name, such as the reference name of LIST; may be empty. */
    String mailboxText(String wire) {
        // Wildcards are printable ASCII, so the name's encoding leaves them alone.
        return switch (MailboxName.parse(wire, revision)) {
            case Parsed<MailboxName>(MailboxName name) -> name.value();
            case SyntaxError<MailboxName> error -> {
                fail(error.expected());
                yield "";
            }
        };
    }

    private static boolean isListChar(int c) {
        return isAstringChar(c) || c == '%' || c == '*';
    }

    // flag-list = "(" [flag *(SP flag)] ")"
    Set<Flag> flagList() {
        require("(", "flag-list");
        if (skip(")")) {
            return Set.of();
        }
        Set<Flag> flags = flags();
        require(")", "\")\"");
        return flags;
    }

    // flag *(SP flag)
    Set<Flag> flags() {
        Set<Flag> flags = new LinkedHashSet<>();
        do {
            flags.add(flag());
            if (flags.size() > MAX_FLAGS) {
                fail("fewer flags");
            }
        } while (skip(" "));
        return flags;
    }

    // flag = "\Answered" / "\Flagged" / "\Deleted" / "\Seen" / "\Draft" / flag-keyword / flag-extension
    private Flag flag() {
        String name = (skip("\\") ? "\\" : "") + atom();
        Flag flag = failed() ? Flag.SEEN : keyword(name);
        if (name.startsWith("\\") && !SETTABLE.contains(flag)) {
            fail("flag that can be set");
        }
        return flag;
    }

    // flag-keyword
    Flag keyword(String name) {
        if (Flag.isFlag(name)) {
            return new Flag(name);
        }
        fail("flag-keyword");
        return Flag.SEEN;
    }

    // sequence-set = (seq-number / seq-range) ["," sequence-set] / seq-last-command
    SequenceSet sequenceSet() {
        if (skip("$")) {
            return new SequenceSet.SavedResult();
        }
        List<SequenceSet.Range> ranges = new ArrayList<>();
        do {
            long one = sequenceNumber();
            ranges.add(new SequenceSet.Range(one, skip(":") ? sequenceNumber() : one));
        } while (skip(","));
        return failed() ? NO_SET : new SequenceSet.Ranges(ranges);
    }

    // seq-number = nz-number / "*"
    private long sequenceNumber() {
        return skip("*") ? SequenceSet.STAR : positive(Uid.MAX);
    }

    // date = date-text / DQUOTE date-text DQUOTE; date-text = date-day "-" date-month "-" date-year
    LocalDate date() {
        boolean quoted = skip("\"");
        LocalDate date = dateText();
        if (quoted) {
            require("\"", "DQUOTE");
        }
        return date;
    }

    private LocalDate dateText() {
        int day = digits(1, 2);
        require("-", "\"-\"");
        int month =
                1 + MONTHS.indexOf(cursor.takeWhile(c -> c >= 'A' && c <= 'z').toLowerCase(Locale.ROOT));
        require("-", "\"-\"");
        int year = digits(4, 4);
        try {
            return failed() ? LocalDate.EPOCH : LocalDate.of(year, month, day);
        } catch (DateTimeException _) {
            fail("date");
            return LocalDate.EPOCH;
        }
    }

    // date-time = DQUOTE date-day-fixed "-" date-month "-" date-year SP time SP zone DQUOTE
    OffsetDateTime dateTime() {
        require("\"", "date-time");
        skip(" "); // date-day-fixed = (SP DIGIT) / 2DIGIT
        LocalDate date = dateText();
        space();
        int hour = digits(2, 2);
        require(":", "\":\"");
        int minute = digits(2, 2);
        require(":", "\":\"");
        int second = digits(2, 2);
        space();
        ZoneOffset zone = zone();
        require("\"", "DQUOTE");
        try {
            // A leap second is a second that has no name here.
            return OffsetDateTime.of(date, LocalTime.of(hour, minute, Math.min(second, 59)), zone);
        } catch (DateTimeException _) {
            fail("time");
            return OffsetDateTime.of(LocalDate.EPOCH, LocalTime.MIDNIGHT, ZoneOffset.UTC);
        }
    }

    // zone = ("+" / "-") 4DIGIT
    private ZoneOffset zone() {
        int sign = skip("-") ? -1 : 1;
        if (sign == 1) {
            require("+", "zone");
        }
        int zone = digits(4, 4);
        int hours = zone / 100;
        int minutes = zone % 100;
        if (hours > 17 || minutes > 59) {
            fail("zone");
        }
        return failed() ? ZoneOffset.UTC : ZoneOffset.ofHoursMinutes(sign * hours, sign * minutes);
    }

    private int digits(int least, int most) {
        String digits = cursor.takeWhile(c -> c >= '0' && c <= '9');
        if (digits.length() < least || digits.length() > most) {
            fail("DIGIT");
        }
        return failed() ? 0 : Integer.parseInt(digits);
    }

    // base64 / "=" of RFC 4959; the exchange itself finds out whether it is base64
    String base64() {
        return run(c -> c > 0x20 && c < 0x7f, "base64");
    }
}
