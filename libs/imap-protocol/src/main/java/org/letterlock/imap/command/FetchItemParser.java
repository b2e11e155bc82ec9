package org.letterlock.imap.command;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.letterlock.imap.command.FetchItem.Extension;
import org.letterlock.imap.command.FetchItem.Seen;
import org.letterlock.imap.command.FetchItem.Wording;
import org.letterlock.imap.command.Section.Text;
import org.letterlock.imap.mailbox.Uid;

/** What FETCH asks for (RFC 9051 section 9, fetch-att; RFC 3501 section 9; RFC 3516). */
final class FetchItemParser {
    private static final int MAX_ITEMS = 1000;
    private static final int MAX_PATH = 100; // IMAP-8: MIME is understood to this depth
    private static final List<FetchItem> FAST =
            List.of(new FetchItem.Flags(), new FetchItem.InternalDate(), new FetchItem.Rfc822Size());

    private final Arguments arguments;

    FetchItemParser(Arguments arguments) {
        this.arguments = arguments;
    }

    // "ALL" / "FULL" / "FAST" / fetch-att / "(" fetch-att *(SP fetch-att) ")"
    List<FetchItem> items() {
        List<FetchItem> items = new ArrayList<>();
        if (arguments.skipWord("ALL")) {
            items.addAll(FAST);
            items.add(new FetchItem.Envelope());
        } else if (arguments.skipWord("FULL")) {
            items.addAll(FAST);
            items.add(new FetchItem.Envelope());
            items.add(new FetchItem.BodyStructure(Extension.WITHOUT));
        } else if (arguments.skipWord("FAST")) {
            items.addAll(FAST);
        } else if (arguments.skip("(")) {
            do {
                items.add(item());
                if (items.size() > MAX_ITEMS) {
                    arguments.fail("1000 fetch-att or fewer");
                }
            } while (arguments.skip(" "));
            arguments.require(")", "\")\"");
        } else {
            items.add(item());
        }
        return items.stream().distinct().toList();
    }

    private FetchItem item() {
        // "[" is an ATOM-CHAR, so the name is read up to it; a section may follow.
        if (arguments.skipIgnoringCase("BODY[")) {
            return body(Seen.SET);
        }
        if (arguments.skipIgnoringCase("BODY.PEEK[")) {
            return body(Seen.PEEK);
        }
        if (arguments.skipIgnoringCase("BINARY[")) {
            return new FetchItem.Binary(binaryPath(), partial(), Seen.SET);
        }
        if (arguments.skipIgnoringCase("BINARY.PEEK[")) {
            return new FetchItem.Binary(binaryPath(), partial(), Seen.PEEK);
        }
        if (arguments.skipIgnoringCase("BINARY.SIZE[")) {
            return new FetchItem.BinarySize(binaryPath());
        }
        return switch (arguments.keyword()) {
            case "FLAGS" -> new FetchItem.Flags();
            case "INTERNALDATE" -> new FetchItem.InternalDate();
            case "RFC822.SIZE" -> new FetchItem.Rfc822Size();
            case "UID" -> new FetchItem.Uid();
            case "ENVELOPE" -> new FetchItem.Envelope();
            case "BODYSTRUCTURE" -> new FetchItem.BodyStructure(Extension.WITH);
            case "BODY" -> new FetchItem.BodyStructure(Extension.WITHOUT);
            case "RFC822" -> new FetchItem.Body(Section.ALL, null, Seen.SET, Wording.RFC822);
            case "RFC822.HEADER" ->
                new FetchItem.Body(message(new Text.Header()), null, Seen.PEEK, Wording.RFC822_HEADER);
            case "RFC822.TEXT" -> new FetchItem.Body(message(new Text.Body()), null, Seen.SET, Wording.RFC822_TEXT);
            default -> {
                arguments.fail("fetch-att");
                yield new FetchItem.Uid();
            }
        };
    }

    private static Section message(Text text) {
        return new Section(List.of(), text);
    }

    private FetchItem body(Seen seen) {
        Section section = section();
        return new FetchItem.Body(section, partial(), seen, Wording.BODY);
    }

    // section = "[" [section-spec] "]"; section-spec = section-msgtext / (section-part ["." section-text])
    private Section section() {
        List<Integer> path = path();
        boolean textFollows = path.isEmpty() ? !arguments.skip("]") : arguments.skip(".");
        if (!textFollows && path.isEmpty()) {
            return Section.ALL;
        }
        Text text = textFollows ? sectionText(path) : new Text.Whole();
        arguments.require("]", "\"]\"");
        return arguments.failed() ? Section.ALL : new Section(path, text);
    }

    // section-part = nz-number *("." nz-number)
    private List<Integer> path() {
        List<Integer> path = new ArrayList<>();
        while (isDigit(arguments.peek())) {
            path.add((int) Math.min(Integer.MAX_VALUE, arguments.positive(Uid.MAX)));
            if (path.size() > MAX_PATH) {
                arguments.fail("section-part of 100 levels or fewer");
            }
            if (!arguments.dotBeforeDigit()) {
                break;
            }
        }
        return path;
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    // section-msgtext = "HEADER" / "HEADER.FIELDS" [".NOT"] SP header-list / "TEXT"; section-text adds "MIME"
    private Text sectionText(List<Integer> path) {
        if (arguments.skipIgnoringCase("HEADER.FIELDS.NOT ")) {
            return new Text.HeaderFieldsNot(headerList());
        }
        if (arguments.skipIgnoringCase("HEADER.FIELDS ")) {
            return new Text.HeaderFields(headerList());
        }
        if (arguments.skipIgnoringCase("HEADER")) {
            return new Text.Header();
        }
        if (arguments.skipIgnoringCase("TEXT")) {
            return new Text.Body();
        }
        if (path.isEmpty() || !arguments.skipIgnoringCase("MIME")) {
            arguments.fail("section-text");
        }
        return new Text.Mime();
    }

    // header-list = "(" header-fld-name *(SP header-fld-name) ")"
    private List<String> headerList() {
        arguments.require("(", "header-list");
        List<String> names = new ArrayList<>();
        do {
            String name = arguments.astring();
            // field-name = 1*ftext, printable ASCII but the colon    RFC 5322 section 3.6.8
            if (name.isEmpty() || name.chars().anyMatch(c -> c <= ' ' || c > '~' || c == ':')) {
                arguments.fail("header-fld-name");
            }
            names.add(name);
            if (names.size() > MAX_ITEMS) {
                arguments.fail("1000 header-fld-name or fewer");
            }
        } while (arguments.skip(" "));
        arguments.require(")", "\")\"");
        return names;
    }

    // section-binary = "[" [section-part] "]"    RFC 3516 section 7
    private List<Integer> binaryPath() {
        List<Integer> path = path();
        arguments.require("]", "\"]\"");
        return path;
    }

    // partial = "<" number64 "." nz-number64 ">"
    private @Nullable Partial partial() {
        if (!arguments.skip("<")) {
            return null;
        }
        long offset = arguments.number();
        arguments.require(".", "\".\"");
        long length = arguments.positive(Long.MAX_VALUE);
        arguments.require(">", "\">\"");
        return new Partial(offset, length);
    }
}
