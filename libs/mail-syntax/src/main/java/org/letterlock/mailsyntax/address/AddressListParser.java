package org.letterlock.mailsyntax.address;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.letterlock.mailsyntax.Cursor;
import org.letterlock.mailsyntax.ParseResult;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;
import org.letterlock.mailsyntax.mime.EncodedWords;

/** One parse of an address-list. Each method reads one rule of RFC 5322 section 3.4 and leaves the cursor behind it. */
final class AddressListParser {
    private static final int MAX_ADDRESSES = 10_000;
    private static final int MAX_COMMENT_DEPTH = 50;

    private final Cursor cursor;
    private final Set<ObsoleteSyntax> obsolete = EnumSet.noneOf(ObsoleteSyntax.class);
    private int mailboxes; // counts against MAX_ADDRESSES

    AddressListParser(String body) {
        cursor = new Cursor(body);
    }

    /** A word or a dot of a phrase or local-part. */
    private record Token(String text, Kind kind, boolean spaceBefore) {}

    private enum Kind {
        ATOM,
        QUOTED,
        DOT
    }

    /** Carries a syntax error out of nested rules; never leaves this class. */
    private static final class Malformed extends Exception {
        private final String expected;

        Malformed(String expected) {
            super(expected, null, false, false);
            this.expected = expected;
        }
    }

    ParseResult<AddressList> parse() {
        try {
            List<Address> addresses = addressList();
            return new Parsed<>(new AddressList(addresses, obsolete));
        } catch (Malformed malformed) {
            return new SyntaxError<>(cursor.offset(), malformed.expected);
        }
    }

    // obs-addr-list = *([CFWS] ",") address *("," [address / CFWS])
    private List<Address> addressList() throws Malformed {
        List<Address> addresses = new ArrayList<>();
        do {
            skipCfws();
            if (cursor.atEnd() || cursor.peek() == ',') {
                obsolete.add(ObsoleteSyntax.EMPTY_ELEMENT);
            } else {
                addresses.add(address(true));
            }
        } while (cursor.skip(","));
        if (!cursor.atEnd()) {
            throw new Malformed("\",\"");
        }
        if (addresses.isEmpty()) {
            throw new Malformed("address");
        }
        return addresses;
    }

    // address = mailbox / group; mailbox = name-addr / addr-spec; name-addr = [display-name] angle-addr
    private Address address(boolean groupAllowed) throws Malformed {
        List<Token> tokens = tokens();
        return switch (cursor.peek()) {
            case '<' -> mailbox(displayName(tokens), angleAddr());
            case '@' -> mailbox(null, addrSpec(tokens));
            case ':' -> {
                String name = displayName(tokens);
                if (!groupAllowed || name == null) {
                    throw new Malformed("mailbox");
                }
                yield group(name);
            }
            default -> throw new Malformed("\"@\"");
        };
    }

    private NamedAddress mailbox(@Nullable String name, AddrSpec address) throws Malformed {
        if (++mailboxes > MAX_ADDRESSES) {
            throw new Malformed("at most " + MAX_ADDRESSES + " addresses");
        }
        return new NamedAddress(name, address);
    }

    // group = display-name ":" [group-list] ";" [CFWS]
    private Group group(String name) throws Malformed {
        cursor.take();
        List<NamedAddress> members = new ArrayList<>();
        boolean more = true;
        while (more) {
            skipCfws();
            if (cursor.peek() != ',' && cursor.peek() != ';') {
                members.addAll(address(false).mailboxes());
            } else if (cursor.peek() == ',' || !members.isEmpty()) {
                obsolete.add(ObsoleteSyntax.EMPTY_ELEMENT);
            }
            more = cursor.skip(",");
        }
        if (!cursor.skip(";")) {
            throw new Malformed("\";\"");
        }
        skipCfws();
        return new Group(name, members);
    }

    // angle-addr = [CFWS] "<" addr-spec ">" [CFWS] / obs-angle-addr
    private AddrSpec angleAddr() throws Malformed {
        cursor.take();
        skipCfws();
        if (cursor.peek() == '@' || cursor.peek() == ',') {
            route();
        }
        List<Token> localPart = tokens();
        if (cursor.peek() != '@') {
            throw new Malformed("\"@\"");
        }
        AddrSpec address = addrSpec(localPart);
        if (!cursor.skip(">")) {
            throw new Malformed("\">\"");
        }
        skipCfws();
        return address;
    }

    // obs-route = *(CFWS / ",") "@" domain *("," [CFWS] ["@" domain]) ":"
    private void route() throws Malformed {
        obsolete.add(ObsoleteSyntax.ROUTE);
        do {
            skipCfws();
            if (cursor.skip("@")) {
                domain();
            }
        } while (cursor.skip(","));
        if (!cursor.skip(":")) {
            throw new Malformed("\":\"");
        }
    }

    // addr-spec = local-part "@" domain; obs-local-part = word *("." word)
    private AddrSpec addrSpec(List<Token> tokens) throws Malformed {
        StringBuilder localPart = new StringBuilder();
        boolean wordBefore = false;
        int quoted = 0;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            boolean dot = token.kind() == Kind.DOT;
            if (dot != wordBefore) {
                throw new Malformed("local-part");
            }
            if (i > 0 && token.spaceBefore()) {
                obsolete.add(ObsoleteSyntax.SPACE_IN_ADDRESS);
            }
            quoted += token.kind() == Kind.QUOTED ? 1 : 0;
            localPart.append(token.text());
            wordBefore = !dot;
        }
        if (!wordBefore) {
            throw new Malformed("local-part");
        }
        if (quoted > 0 && tokens.size() > 1) {
            obsolete.add(ObsoleteSyntax.SEVERAL_WORDS);
        }
        if (EncodedWords.looksEncoded(localPart.toString())) {
            obsolete.add(ObsoleteSyntax.ENCODED_WORD_IN_ADDRESS);
        }
        cursor.take();
        return switch (AddrSpec.of(localPart.toString(), domain())) {
            case Parsed<AddrSpec>(AddrSpec address) -> address;
            case SyntaxError<AddrSpec>(int _, String expected) -> throw new Malformed(expected);
        };
    }

    // domain = dot-atom / domain-literal / obs-domain; obs-domain = atom *("." atom)
    private Domain domain() throws Malformed {
        skipCfws();
        StringBuilder domain = new StringBuilder();
        if (cursor.peek() == '[') {
            // domain-literal = "[" *([FWS] dtext) [FWS] "]"
            while (cursor.peek() != ']') {
                int c = cursor.take();
                if (!Atext.isVisible(c) && !Atext.isWsp(c)) {
                    throw new Malformed("domain-literal");
                }
                if (Atext.isWsp(c)) {
                    obsolete.add(ObsoleteSyntax.SPACE_IN_ADDRESS);
                } else {
                    domain.append((char) c);
                }
            }
            domain.append((char) cursor.take());
            skipCfws();
        } else {
            for (Token token : tokens()) {
                if (token.kind() == Kind.QUOTED) {
                    throw new Malformed("domain");
                }
                if (!domain.isEmpty() && token.spaceBefore()) {
                    obsolete.add(ObsoleteSyntax.SPACE_IN_ADDRESS);
                    if (token.kind() == Kind.ATOM && domain.charAt(domain.length() - 1) != '.') {
                        throw new Malformed("\".\"");
                    }
                }
                domain.append(token.text());
            }
        }
        return switch (Domain.parse(domain.toString())) {
            case Parsed<Domain>(Domain parsed) -> parsed;
            case SyntaxError<Domain>(int _, String expected) -> throw new Malformed(expected);
        };
    }

    // *(word / ".") with the CFWS around them; ends at a special
    private List<Token> tokens() throws Malformed {
        List<Token> tokens = new ArrayList<>();
        while (true) {
            boolean space = skipCfws();
            int c = cursor.peek();
            if (c == '"') {
                tokens.add(new Token(quotedString(), Kind.QUOTED, space));
            } else if (c == '.') {
                cursor.take();
                tokens.add(new Token(".", Kind.DOT, space));
            } else if (isAtomCharacter(c)) {
                tokens.add(new Token(cursor.takeWhile(AddressListParser::isAtomCharacter), Kind.ATOM, space));
            } else {
                return tokens;
            }
        }
    }

    // display-name = phrase; phrase = 1*word / obs-phrase. Null where there is none.
    private @Nullable String displayName(List<Token> tokens) {
        if (tokens.isEmpty()) {
            return null;
        }
        StringBuilder name = new StringBuilder();
        boolean encodedBefore = false;
        int i = 0;
        while (i < tokens.size()) {
            boolean space = tokens.get(i).spaceBefore();
            StringBuilder run = new StringBuilder();
            boolean quoted = tokens.get(i).kind() == Kind.QUOTED;
            do {
                Token token = tokens.get(i++);
                if (token.kind() == Kind.DOT) {
                    obsolete.add(ObsoleteSyntax.DOT_IN_PHRASE);
                }
                run.append(token.text());
            } while (!quoted
                    && i < tokens.size()
                    && !tokens.get(i).spaceBefore()
                    && tokens.get(i).kind() != Kind.QUOTED);
            boolean encoded = !quoted && EncodedWords.looksEncoded(run.toString());
            // RFC 2047 section 6.2: white space between two encoded words is not shown.
            if (!name.isEmpty() && space && !(encoded && encodedBefore)) {
                name.append(' ');
            }
            name.append(encoded ? EncodedWords.decode(run.toString()) : run);
            encodedBefore = encoded;
        }
        return name.toString();
    }

    // quoted-string = DQUOTE *([FWS] qcontent) [FWS] DQUOTE
    private String quotedString() throws Malformed {
        cursor.take();
        StringBuilder content = new StringBuilder();
        while (cursor.peek() != '"') {
            content.append(textCharacter("quoted-string"));
        }
        cursor.take();
        return content.toString();
    }

    // CFWS = (1*([FWS] comment) [FWS]) / FWS; says whether there was any
    private boolean skipCfws() throws Malformed {
        int start = cursor.offset();
        int depth = 0;
        while (depth > 0 || Atext.isWsp(cursor.peek()) || cursor.peek() == '(') {
            int c = cursor.peek();
            if (c == '(') {
                cursor.take();
                depth++;
            } else if (c == ')') {
                cursor.take();
                depth--;
            } else {
                textCharacter("comment");
            }
            if (depth > MAX_COMMENT_DEPTH) {
                throw new Malformed("comments at most " + MAX_COMMENT_DEPTH + " deep");
            }
        }
        return cursor.offset() > start;
    }

    // One character of a quoted-string or comment; quoted-pair = "\" (VCHAR / WSP)
    private char textCharacter(String rule) throws Malformed {
        cursor.skip("\\");
        int c = cursor.take();
        if (!Atext.isVisible(c) && !Atext.isWsp(c) && !Atext.isNonAscii(c)) {
            throw new Malformed(rule);
        }
        return (char) c;
    }

    private static boolean isAtomCharacter(int c) {
        return Atext.isAtext(c) || Atext.isNonAscii(c);
    }
}
