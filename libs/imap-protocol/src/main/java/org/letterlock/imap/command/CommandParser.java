package org.letterlock.imap.command;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.letterlock.imap.command.ImapCommand.Access;
import org.letterlock.imap.command.ReceivedCommand.Misunderstood;
import org.letterlock.imap.command.ReceivedCommand.Understood;
import org.letterlock.imap.framing.Literal;
import org.letterlock.imap.mailbox.Flag;
import org.letterlock.imap.mailbox.MailboxName;
import org.letterlock.imap.mailbox.Numbering;
import org.letterlock.imap.mailbox.Revision;
import org.letterlock.imap.mailbox.SequenceSet;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;

/** Reads a command (RFC 9051 section 9, command). Never throws, whatever the peer sends. */
public final class CommandParser {
    private static final int MAX_ID_FIELDS = 30; // RFC 2971 section 3.3

    private final Arguments arguments;
    private final Numbering numbering;

    private CommandParser(Arguments arguments, Numbering numbering) {
        this.arguments = arguments;
        this.numbering = numbering;
    }

    /** Reads the text of a framed command. */
    public static ReceivedCommand parse(String text, Revision revision) {
        return parse(text, revision, null);
    }

    /** Reads an APPEND command up to the announcement of its message. */
    public static ReceivedCommand parseAppend(String head, Literal message, Revision revision) {
        return parse(head, revision, message);
    }

    private static ReceivedCommand parse(String text, Revision revision, @Nullable Literal message) {
        Tag tag = findTag(text);
        if (tag == null) {
            return new Misunderstood(null, 0, "tag");
        }
        // Anything beyond the tag is octets for the reader, so a tag never holds a part of a literal.
        var arguments = new Arguments(text.substring(tag.value().length()), revision);
        arguments.space();
        ImapCommand command = new CommandParser(arguments, Numbering.SEQUENCE).command(message);
        arguments.end();
        SyntaxError<Void> fault = arguments.fault();
        return fault == null
                ? new Understood(tag, command)
                : new Misunderstood(tag, tag.value().length() + fault.offset(), fault.expected());
    }

    /** The tag that {@code text} begins with; null where there is none. */
    public static @Nullable Tag findTag(String text) {
        int end = 0;
        while (end < text.length() && text.charAt(end) != '+' && Arguments.isAstringChar(text.charAt(end))) {
            end++;
        }
        String tag = text.substring(0, end);
        return Tag.isTag(tag) && (end == text.length() || text.charAt(end) == ' ') ? new Tag(tag) : null;
    }

    private ImapCommand command(@Nullable Literal message) {
        String name = arguments.keyword();
        if (message != null) {
            return append(name, message);
        }
        return switch (name) {
            case "CAPABILITY" -> new ImapCommand.Capability();
            case "NOOP" -> new ImapCommand.Noop();
            case "LOGOUT" -> new ImapCommand.Logout();
            case "ID" -> id();
            case "STARTTLS" -> new ImapCommand.StartTls();
            case "AUTHENTICATE" -> authenticate();
            case "LOGIN" -> login();
            case "ENABLE" -> enable();
            case "SELECT" -> new ImapCommand.Select(spaceMailbox(), Access.READ_WRITE);
            case "EXAMINE" -> new ImapCommand.Select(spaceMailbox(), Access.READ_ONLY);
            case "CREATE" -> create();
            case "DELETE" -> new ImapCommand.Delete(spaceMailbox());
            case "RENAME" ->
                new ImapCommand.Rename(spaceMailbox(), spaceMailbox().withoutTrailingDelimiter());
            case "SUBSCRIBE" -> new ImapCommand.Subscribe(spaceMailbox().withoutTrailingDelimiter());
            case "UNSUBSCRIBE" -> new ImapCommand.Unsubscribe(spaceMailbox().withoutTrailingDelimiter());
            case "LIST" -> new ListParser(arguments).list();
            case "LSUB" -> new ListParser(arguments).listSubscribed();
            case "NAMESPACE" -> new ImapCommand.Namespace();
            case "STATUS" -> status();
            case "IDLE" -> new ImapCommand.Idle();
            case "CHECK" -> new ImapCommand.Check();
            case "CLOSE" -> new ImapCommand.Close();
            case "UNSELECT" -> new ImapCommand.Unselect();
            case "EXPUNGE" -> new ImapCommand.Expunge(null);
            case "UID" -> uid();
            default -> numbered(name);
        };
    }

    // uid = "UID" SP (copy / move / fetch / search / store / uid-expunge)
    private ImapCommand uid() {
        arguments.space();
        String name = arguments.keyword();
        if (name.equals("EXPUNGE")) {
            arguments.space();
            return new ImapCommand.Expunge(arguments.sequenceSet());
        }
        return new CommandParser(arguments, Numbering.UID).numbered(name);
    }

    private ImapCommand numbered(String name) {
        return switch (name) {
            case "SEARCH" -> new SearchParser(arguments).search(numbering);
            case "FETCH" -> fetch();
            case "STORE" -> store();
            case "COPY" -> new ImapCommand.Copy(numbering, spaceSet(), spaceMailbox());
            case "MOVE" -> new ImapCommand.Move(numbering, spaceSet(), spaceMailbox());
            default -> {
                arguments.fail("command");
                yield new ImapCommand.Noop();
            }
        };
    }

    private MailboxName spaceMailbox() {
        arguments.space();
        return arguments.mailbox();
    }

    private SequenceSet spaceSet() {
        arguments.space();
        return arguments.sequenceSet();
    }

    // id = "ID" SP id-params-list; id-params-list = "(" *(string SP nstring *(SP ...)) ")" / nil    RFC 2971 section 4
    private ImapCommand id() {
        arguments.space();
        if (arguments.skipWord("NIL")) {
            return new ImapCommand.Id(Map.of());
        }
        arguments.require("(", "id-params-list");
        Map<String, String> fields = new HashMap<>();
        while (!arguments.failed() && !arguments.skip(")")) {
            if (!fields.isEmpty()) {
                arguments.space();
            }
            String name = arguments.string().toLowerCase(Locale.ROOT);
            arguments.space();
            String value = arguments.nstring();
            fields.put(name, value == null ? "" : value);
            if (fields.size() > MAX_ID_FIELDS) {
                arguments.fail("30 fields or fewer");
            }
        }
        return new ImapCommand.Id(fields);
    }

    // authenticate = "AUTHENTICATE" SP auth-type [SP initial-resp] *(CRLF base64)
    private ImapCommand authenticate() {
        arguments.space();
        String mechanism = arguments.keyword();
        Secret initialResponse = arguments.skip(" ") ? new Secret(arguments.base64()) : null;
        return new ImapCommand.Authenticate(mechanism, initialResponse);
    }

    // login = "LOGIN" SP userid SP password
    private ImapCommand login() {
        arguments.space();
        String userName = arguments.astring();
        arguments.space();
        return new ImapCommand.Login(userName, new Secret(arguments.astring()));
    }

    // enable = "ENABLE" 1*(SP capability)    RFC 5161 section 4
    private ImapCommand enable() {
        Set<String> capabilities = new LinkedHashSet<>();
        arguments.space();
        do {
            capabilities.add(arguments.keyword());
        } while (arguments.skip(" "));
        return new ImapCommand.Enable(capabilities);
    }

    // create = "CREATE" SP mailbox [SP "(" create-param *(SP create-param) ")"]    RFC 6154 section 6
    private ImapCommand create() {
        MailboxName mailbox = spaceMailbox().withoutTrailingDelimiter();
        Set<SpecialUse> uses = EnumSet.noneOf(SpecialUse.class);
        if (arguments.skip(" ")) {
            arguments.require("(", "create-param");
            if (!arguments.skipWord("USE")) {
                arguments.fail("\"USE\"");
            }
            arguments.require(" (", "use-attr");
            while (!arguments.failed() && !arguments.skip(")")) {
                if (!uses.isEmpty()) {
                    arguments.space();
                }
                arguments.require("\\", "use-attr");
                SpecialUse.find("\\" + arguments.atom()).ifPresentOrElse(uses::add, () -> arguments.fail("use-attr"));
            }
            arguments.require(")", "\")\"");
        }
        return new ImapCommand.Create(mailbox, uses);
    }

    // status = "STATUS" SP mailbox SP "(" status-att *(SP status-att) ")"
    private ImapCommand status() {
        MailboxName mailbox = spaceMailbox();
        arguments.space();
        return new ImapCommand.Status(mailbox, ListParser.statusItems(arguments));
    }

    // append = "APPEND" SP mailbox [SP flag-list] [SP date-time] SP literal
    private ImapCommand append(String name, Literal message) {
        if (!name.equals("APPEND")) {
            arguments.fail("\"APPEND\"");
        }
        MailboxName mailbox = spaceMailbox();
        arguments.space();
        Set<Flag> flags = Set.of();
        if (arguments.peek() == '(') {
            flags = arguments.flagList();
            arguments.space();
        }
        OffsetDateTime date = null;
        if (arguments.peek() == '"') {
            date = arguments.dateTime();
            arguments.space();
        }
        return new ImapCommand.Append(mailbox, flags, date, message);
    }

    // fetch = "FETCH" SP sequence-set SP ("ALL" / "FULL" / "FAST" / fetch-att / "(" fetch-att *(SP fetch-att) ")")
    private ImapCommand fetch() {
        SequenceSet messages = spaceSet();
        arguments.space();
        List<FetchItem> items = new ArrayList<>(new FetchItemParser(arguments).items());
        if (numbering == Numbering.UID && !items.contains(new FetchItem.Uid())) {
            items.addFirst(new FetchItem.Uid()); // RFC 9051 section 6.4.9
        }
        return new ImapCommand.Fetch(numbering, messages, items);
    }

    // store = "STORE" SP sequence-set SP store-att-flags
    // store-att-flags = (["+" / "-"] "FLAGS" [".SILENT"]) SP (flag-list / (flag *(SP flag)))
    private ImapCommand store() {
        SequenceSet messages = spaceSet();
        arguments.space();
        StoreAction action =
                arguments.skip("+") ? StoreAction.ADD : arguments.skip("-") ? StoreAction.REMOVE : StoreAction.REPLACE;
        StoreEcho echo = StoreEcho.FLAGS;
        if (arguments.skipWord("FLAGS.SILENT")) {
            echo = StoreEcho.SILENT;
        } else if (!arguments.skipWord("FLAGS")) {
            arguments.fail("store-att-flags");
        }
        arguments.space();
        Set<Flag> flags = arguments.peek() == '(' ? arguments.flagList() : arguments.flags();
        return new ImapCommand.Store(numbering, messages, action, echo, flags);
    }
}
