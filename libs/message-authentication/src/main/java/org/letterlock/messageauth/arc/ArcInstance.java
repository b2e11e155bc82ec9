package org.letterlock.messageauth.arc;

import java.util.List;
import java.util.Optional;
import org.letterlock.mailsyntax.Cursor;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;
import org.letterlock.mailsyntax.header.HeaderField;
import org.letterlock.messageauth.tag.Cfws;
import org.letterlock.messageauth.tag.TagList;

/** Which set a field belongs to (RFC 8617 section 4.2.1). */
final class ArcInstance {
    /** No chain has more sets. */
    static final int HIGHEST = 50;

    static final String RESULTS = "ARC-Authentication-Results";
    static final String SIGNATURE = "ARC-Message-Signature";
    static final String SEAL = "ARC-Seal";

    /** The fields of a set, in the order in which they are made and hashed (section 5.1.1). */
    static final List<String> FIELDS = List.of(RESULTS, SIGNATURE, SEAL);

    private ArcInstance() {}

    /** The instance of one of {@link #FIELDS}, 1 to 50; empty where there is none to read. */
    static Optional<Integer> of(HeaderField field) {
        return field.named(RESULTS) ? ofResults(field.body()) : ofTags(field.body());
    }

    // arc-info = instance [CFWS] ";" authres-payload
    // instance = [CFWS] %s"i" [CFWS] "=" [CFWS] position    RFC 8617 section 4.1.1
    private static Optional<Integer> ofResults(String body) {
        Cursor cursor = new Cursor(body);
        if (!Cfws.skip(cursor) || !cursor.skip("i") || !Cfws.skip(cursor) || !cursor.skip("=") || !Cfws.skip(cursor)) {
            return Optional.empty();
        }
        String digits = cursor.takeWhile(ArcInstance::isDigit);
        return Cfws.skip(cursor) && cursor.skip(";") ? position(digits) : Optional.empty();
    }

    private static Optional<Integer> ofTags(String body) {
        return switch (TagList.parse(body)) {
            case Parsed<TagList>(TagList tags) -> tags.find("i").flatMap(ArcInstance::position);
            case SyntaxError<TagList> _ -> Optional.empty();
        };
    }

    // position = 1*2DIGIT ; 1 - 50
    private static Optional<Integer> position(String digits) {
        if (digits.isEmpty() || digits.length() > 2 || !digits.chars().allMatch(ArcInstance::isDigit)) {
            return Optional.empty();
        }
        return Optional.of(Integer.parseInt(digits)).filter(instance -> instance >= 1 && instance <= HIGHEST);
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
