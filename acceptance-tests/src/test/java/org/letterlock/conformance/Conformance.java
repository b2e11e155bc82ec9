package org.letterlock.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.letterlock.messageauth.suffix.PublicSuffixList;
import org.letterlock.service.dns.DnsBudget;
import org.letterlock.service.dns.DnsjavaLookup;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads one question a line, a JSON object, and answers one a line in the same order, with the same {@code id}. The only DNS
 * server that is asked is the one of {@code DNS_HOST} and {@code DNS_PORT}; nothing is remembered from question to question.
 */
public final class Conformance {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String dnsServer;
    private final Optional<PublicSuffixList> suffixes;

    /**
     * @param dnsServer {@code HOST:PORT}
     * @param suffixes empty where the list is not at hand
     */
    Conformance(String dnsServer, Optional<PublicSuffixList> suffixes) {
        this.dnsServer = dnsServer;
        this.suffixes = suffixes;
    }

    /** @param arguments none */
    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(System.out, false, UTF_8);
        System.setOut(System.err); // whatever logs must not stand between the answers
        Path list = Path.of(System.getProperty("letterlock.suites"), "psl", "public_suffix_list.dat");
        Conformance conformance = new Conformance(
                setting("DNS_HOST", "127.0.0.1") + ":" + setting("DNS_PORT", "53"),
                Files.exists(list) ? Optional.of(PublicSuffixList.parse(Files.readString(list))) : Optional.empty());
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (!line.isBlank()) {
                out.println(conformance.answer(line));
                out.flush();
            }
        }
    }

    private static String setting(String name, String otherwise) {
        Map<String, String> environment = System.getenv();
        return Stream.of(name, "HX_" + name)
                .map(environment::get)
                .filter(value -> value != null && !value.isBlank())
                .findFirst()
                .orElse(otherwise);
    }

    /** The answer to one line; whatever the line is, there is one. */
    String answer(String line) {
        ObjectNode answer = JSON.createObjectNode();
        try {
            JsonNode question = JSON.readTree(line);
            answer.set("id", question.path("id").isMissingNode() ? JSON.nullNode() : question.path("id"));
            answer.setAll(evaluate(question));
        } catch (JacksonException notJson) {
            answer.putNull("id");
            answer.put("unsupported", true);
            answer.put("error", "not a JSON object");
        } catch (RuntimeException cannot) { // the edge of the program: the next question shall have its answer, too
            answer.put("unsupported", true);
            answer.put("error", String.valueOf(cannot.getMessage()));
        }
        return JSON.writeValueAsString(answer);
    }

    private ObjectNode evaluate(JsonNode question) {
        Evaluators evaluators = new Evaluators(JSON, DnsBudget.forMessage(DnsjavaLookup.uncached(dnsServer)));
        return switch (question.path("kind").asString("")) {
            case "spf" -> evaluators.spf(question);
            case "dkim" -> evaluators.dkim(question);
            case "arc" -> evaluators.arc(question);
            case "dmarc" -> evaluators.dmarc(question);
            case "from" -> evaluators.from(question);
            case "mime" -> new MimeParts(JSON).of(question);
            case "orgdomain" ->
                suffixes.map(list -> JSON.createObjectNode()
                                .put(
                                        "org",
                                        list.organizationalDomain(
                                                        question.path("domain").asString(""))
                                                .orElse(null)))
                        .orElseGet(this::unsupported);
            default -> unsupported();
        };
    }

    private ObjectNode unsupported() {
        return JSON.createObjectNode().put("unsupported", true);
    }
}
