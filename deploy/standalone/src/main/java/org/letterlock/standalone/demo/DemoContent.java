package org.letterlock.standalone.demo;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.letterlock.standalone.LauncherException;
import org.letterlock.standalone.command.Command;
import org.letterlock.standalone.demo.RestClient.Ensured;
import tools.jackson.databind.JsonNode;

/** What the demo puts into the suite: a domain with keys, users, a group, an alias and a delegation. */
final class DemoContent {
    private final RestClient rest;
    private final Command.Demo wish;
    private final PrintStream output;

    DemoContent(RestClient rest, Command.Demo wish, PrintStream output) {
        this.rest = rest;
        this.wish = wish;
        this.output = output;
    }

    void create() {
        var domain = rest.ensure("/domains", "name", wish.domain(), Map.of("name", wish.domain()));
        tell("domain " + wish.domain(), domain);
        var passwords = new DemoPasswords(rest, domain.id(), wish, output);
        List<String> users = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (int number = 1; number <= wish.users(); number++) {
            var login = "u" + number + "@" + wish.domain();
            users.add(login);
            ids.add(passwords.ensureUser(login, "Demo User " + number));
        }
        output.println("users u1 to u" + wish.users());
        tell(
                "group team@" + wish.domain(),
                rest.ensure(
                        "/groups",
                        "name",
                        "Team of " + wish.domain(),
                        Map.of(
                                "name",
                                "Team of " + wish.domain(),
                                "addresses",
                                List.of("team@" + wish.domain()),
                                "members",
                                users)));
        var alias = "info@" + wish.domain();
        tell(
                "alias " + alias,
                rest.ensure(
                        "/aliases", "address", alias, Map.of("address", alias, "targets", List.of(users.getFirst()))));
        delegate(ids.get(0), ids.get(1));
        ensureKeys();
    }

    /** Forced, because nobody publishes the records of a domain that is only a demonstration. */
    private void ensureKeys() {
        var domain = "/dkim/domains/" + wish.domain();
        var keys = rest.require("the DKIM keys", rest.get(domain + "/keys")).path("items");
        if (keys.isEmpty()) {
            keys = rest.require("DKIM keys", rest.post(domain + "/keys", Map.of()))
                    .path("keys");
        }
        var settings = rest.require("the DKIM settings", rest.get(domain));
        if (!settings.path("force").asBoolean(false)) {
            rest.require("signing", rest.patch(domain, Map.of("signing", true, "force", true)));
        }
        for (JsonNode key : keys) {
            output.println("DKIM key " + key.path("selector").asString() + " ("
                    + key.path("algorithm").asString() + ")");
        }
    }

    private void delegate(String principal, String delegate) {
        var answer =
                rest.post("/accounts/" + principal + "/delegations", Map.of("account", delegate, "mode", "ON_BEHALF"));
        if (!answer.isSuccess() && !answer.isProblem("in-use")) {
            throw new LauncherException("the delegation was refused: " + answer.status() + " " + answer.body());
        }
        output.println("delegation: u2 may send on behalf of u1" + (answer.isSuccess() ? "" : " (was there)"));
    }

    private void tell(String what, Ensured ensured) {
        output.println(what + (ensured.existedBefore() ? " (was there)" : ""));
    }
}
