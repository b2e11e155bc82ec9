package org.letterlock.standalone.demo;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.letterlock.standalone.LauncherException;
import org.letterlock.standalone.command.Command;
import org.letterlock.standalone.demo.RestClient.Answer;

/** Users with the password that the demo was asked for, for which the policy of the demo's domain gives way as far as it can. */
final class DemoPasswords {
    private static final int SHORTEST = 8;
    /** The rules that a policy can do without. */
    private static final List<String> WEAKENED = List.of("too-short", "classes");

    private final RestClient rest;
    private final String domain;
    private final Command.Demo wish;
    private final PrintStream output;

    /** @param domain id of the demo's domain */
    DemoPasswords(RestClient rest, String domain, Command.Demo wish, PrintStream output) {
        this.rest = rest;
        this.domain = domain;
        this.wish = wish;
        this.output = output;
    }

    /** Creates the user, or sees to it that the one who is there has that password; the id. */
    String ensureUser(String login, String displayName) {
        var found = rest.find("/accounts", "login", login);
        if (found.isEmpty()) {
            Map<String, String> user = Map.of("login", login, "displayName", displayName, "password", wish.password());
            return rest.require("user " + login, givingWay(() -> rest.post("/accounts", user)))
                    .path("id")
                    .asString();
        }
        var id = found.get().path("id").asString();
        var answer = givingWay(() -> rest.patch("/accounts/" + id, Map.of("password", wish.password())));
        if (!isReused(answer) || !isPasswordOf(login)) {
            rest.require("the password of " + login, answer);
        }
        return id;
    }

    private Answer givingWay(Supplier<Answer> request) {
        var answer = request.get();
        if (!answer.isProblem("password-policy") || isReused(answer)) {
            return answer;
        }
        if (!WEAKENED.containsAll(answer.faults()) || wish.password().length() < SHORTEST) {
            throw new LauncherException("no policy allows this --password: " + answer.faults());
        }
        rest.require(
                "another password policy",
                rest.patch(
                        "/domains/" + domain + "/password-policy",
                        Map.of("minLength", SHORTEST, "complexity", false, "history", 0)));
        output.println("the password policy of " + wish.domain()
                + " is as weak as it can be now, because it refused --password: " + answer.faults());
        return request.get();
    }

    private static boolean isReused(Answer answer) {
        return answer.isProblem("password-policy") && answer.faults().equals(List.of("reused"));
    }

    /** What is refused as used before is most likely the one that the user has. */
    private boolean isPasswordOf(String login) {
        return rest.post("/sessions/login", Map.of("login", login, "password", wish.password()))
                .isSuccess();
    }
}
