package org.letterlock.mailsyntax.date;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.letterlock.mailsyntax.Cursor;
import org.letterlock.mailsyntax.ParseResult;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;

/** The date-time of message headers (RFC 5322 section 3.3), read with the obsolete forms of section 4.3. */
public final class MessageDate {
    private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
    private static final List<String> MONTHS =
            List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");
    private static final int MAX_ZONE_HOURS = 18; // what ZoneOffset can hold

    private MessageDate() {}

    // date-time = [ day-of-week "," ] date time [CFWS]
    /**
     * Parses an unfolded field body. The day of the week is not compared with the date, a leap second counts as the second
     * before it, a military or unknown zone as {@code -0000} (RFC 5322 section 4.3).
     */
    public static ParseResult<OffsetDateTime> parse(String text) {
        Cursor cursor = new Cursor(text);
        skipCfws(cursor);
        if (indexOf(DAYS, cursor, 0) >= 0) {
            // Long names ("Monday") are not in the grammar, but in old mail.
            cursor.takeWhile(MessageDate::isLetter);
            skipCfws(cursor);
            cursor.skip(",");
            skipCfws(cursor);
        }
        int day = number(cursor, 2);
        skipSeparator(cursor);
        int month = indexOf(MONTHS, cursor, 1);
        cursor.takeWhile(MessageDate::isLetter);
        skipSeparator(cursor);
        int yearAt = cursor.offset();
        int year = year(number(cursor, 4), cursor.offset() - yearAt);
        skipCfws(cursor);
        if (day < 1 || month < 1 || year < 0) {
            return new SyntaxError<>(cursor.offset(), "date");
        }
        int hour = number(cursor, 2);
        skipCfws(cursor);
        boolean colon = cursor.skip(":");
        skipCfws(cursor);
        int minute = number(cursor, 2);
        int second = 0;
        skipCfws(cursor);
        if (cursor.skip(":")) {
            skipCfws(cursor);
            second = Math.min(number(cursor, 2), 59);
            skipCfws(cursor);
        }
        if (hour < 0 || !colon || minute < 0 || second < 0) {
            return new SyntaxError<>(cursor.offset(), "time");
        }
        try {
            LocalDateTime local = LocalDateTime.of(year, month, day, hour, minute, second);
            return new Parsed<>(local.atOffset(zone(cursor)));
        } catch (DateTimeException notOnTheCalendar) {
            return new SyntaxError<>(cursor.offset(), "date on the calendar");
        }
    }

    /** Such as {@code Mon, 3 Aug 2026 09:05:00 +0200}. */
    public static String format(OffsetDateTime date) {
        int offset = date.getOffset().getTotalSeconds() / 60;
        return String.format(
                Locale.ROOT,
                "%s, %d %s %04d %02d:%02d:%02d %s%02d%02d",
                DAYS.get(date.getDayOfWeek().getValue() - 1),
                date.getDayOfMonth(),
                MONTHS.get(date.getMonthValue() - 1),
                date.getYear(),
                date.getHour(),
                date.getMinute(),
                date.getSecond(),
                offset < 0 ? "-" : "+",
                Math.abs(offset) / 60,
                Math.abs(offset) % 60);
    }

    // zone = ( "+" / "-" ) 4DIGIT; obs-zone = "UT" / "GMT" / "EST" / ... / one letter
    private static ZoneOffset zone(Cursor cursor) {
        boolean negative = cursor.peek() == '-';
        if (negative || cursor.peek() == '+') {
            cursor.take();
            int digitsAt = cursor.offset();
            int value = number(cursor, 4);
            int hours = value / 100;
            int minutes = value % 100;
            if (cursor.offset() - digitsAt != 4
                    || minutes > 59
                    || hours > MAX_ZONE_HOURS
                    || (hours == MAX_ZONE_HOURS && minutes > 0)) {
                return ZoneOffset.UTC;
            }
            return ZoneOffset.ofTotalSeconds((negative ? -1 : 1) * (hours * 3600 + minutes * 60));
        }
        return switch (cursor.takeWhile(MessageDate::isLetter).toUpperCase(Locale.ROOT)) {
            case "EDT" -> ZoneOffset.ofHours(-4);
            case "EST", "CDT" -> ZoneOffset.ofHours(-5);
            case "CST", "MDT" -> ZoneOffset.ofHours(-6);
            case "MST", "PDT" -> ZoneOffset.ofHours(-7);
            case "PST" -> ZoneOffset.ofHours(-8);
            default -> ZoneOffset.UTC;
        };
    }

    // obs-year: two digits 00 to 49 are of this century, others of the last, three digits count from 1900
    private static int year(int number, int digits) {
        return switch (digits) {
            case 4 -> number;
            case 3 -> number + 1900;
            case 2 -> number + (number < 50 ? 2000 : 1900);
            default -> -1;
        };
    }

    // Up to {@code most} digits; -1 where there is none or one too many.
    private static int number(Cursor cursor, int most) {
        String digits = cursor.takeWhile(c -> c >= '0' && c <= '9');
        return digits.isEmpty() || digits.length() > most ? -1 : Integer.parseInt(digits);
    }

    // Index of the three-letter name that comes next, or -1; reads it.
    private static int indexOf(List<String> names, Cursor cursor, int first) {
        for (int i = 0; i < names.size(); i++) {
            if (cursor.skipIgnoringCase(names.get(i))) {
                return i + first;
            }
        }
        return -1;
    }

    private static void skipSeparator(Cursor cursor) {
        skipCfws(cursor);
        cursor.skip("-"); // 1-Jan-2026, not in any grammar of messages but in use
        skipCfws(cursor);
    }

    private static void skipCfws(Cursor cursor) {
        int depth = 0;
        while ((depth > 0 && !cursor.atEnd())
                || cursor.peek() == ' '
                || cursor.peek() == '\t'
                || cursor.peek() == '(') {
            switch (cursor.take()) {
                case '(' -> depth++;
                case ')' -> depth--;
                case '\\' -> cursor.take();
                default -> {}
            }
        }
    }

    private static boolean isLetter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
