package org.letterlock.messageauth.tag;

import org.letterlock.mailsyntax.Cursor;

/** Comments and folding white space (RFC 5322 section 3.2.2) in an unfolded field body. */
public final class Cfws {
    private Cfws() {}

    // CFWS = (1*([FWS] comment) [FWS]) / FWS    RFC 5322 section 3.2.2
    /** Goes to what follows. False where a comment has no end. */
    public static boolean skip(Cursor cursor) {
        int depth = 0; // and no recursion: a field may be 100 000 parentheses
        while (!cursor.atEnd()) {
            int c = cursor.peek();
            if (c == '(') {
                depth++;
            } else if (c == ')' && depth > 0) {
                depth--;
            } else if (c == '\\' && depth > 0) {
                cursor.take();
            } else if (depth == 0 && " \t\r\n".indexOf(c) < 0) {
                return true;
            }
            cursor.take();
        }
        return depth == 0;
    }
}
