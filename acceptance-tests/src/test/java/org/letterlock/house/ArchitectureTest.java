package org.letterlock.house;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Arrows between modules go down only, pure libraries stay pure, packages have no cycles. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.letterlock");

    private static final List<String> PURE = List.of("mailsyntax", "smtp", "imap", "sasl", "messageauth", "contracts");
    private static final List<String> SERVICES =
            List.of("auth", "senderpolicy", "dkim", "mailstore", "ingress.smtp", "ingress.mailbox", "egress", "admin");

    static Stream<String> pureLibraries() {
        return PURE.stream();
    }

    static Stream<String> services() {
        return SERVICES.stream();
    }

    static Stream<String> everything() {
        return Stream.of(PURE, List.of("netty", "service", "frontend", "embedded", "standalone"), SERVICES)
                .flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("pureLibraries")
    void pureLibrariesKnowNoFrameworkAndNoOutsideWorld(String library) {
        noClasses()
                .that()
                .resideInAPackage("org.letterlock." + library + "..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "org.springframework..",
                        "io.netty..",
                        "org.apache..",
                        "org.slf4j..",
                        "java.sql..",
                        "javax.sql..",
                        "java.util.logging..",
                        "java.nio.file..",
                        "java.nio.channels..",
                        "org.letterlock.netty..",
                        "org.letterlock.service.."))
                .check(CLASSES);
    }

    @ParameterizedTest
    @MethodSource("pureLibraries")
    void pureLibrariesAreToldTheTimeAndTheirRandomness(String library) {
        noClasses()
                .that()
                .resideInAPackage("org.letterlock." + library + "..")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(UUID.class, "randomUUID")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(Clock.class, java.security.SecureRandom.class, java.util.Random.class)
                .check(CLASSES);
    }

    @ParameterizedTest
    @MethodSource("services")
    void noServiceKnowsAnother(String service) {
        String[] others = SERVICES.stream()
                .filter(other -> !other.equals(service))
                .map(other -> "org.letterlock." + other + "..")
                .toArray(String[]::new);

        noClasses()
                .that()
                .resideInAPackage("org.letterlock." + service + "..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(others))
                .orShould()
                .dependOnClassesThat(resideInAnyPackage("org.letterlock.standalone..", "org.letterlock.embedded.."))
                .check(CLASSES);
    }

    @ParameterizedTest
    @MethodSource("everything")
    void packagesHaveNoCycles(String module) {
        slices().matching("org.letterlock." + module + ".(**)")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void protocolLibrariesKnowTheMailSyntaxOnly() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "org.letterlock.smtp..",
                        "org.letterlock.imap..",
                        "org.letterlock.sasl..",
                        "org.letterlock.messageauth..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.letterlock.contracts..")
                .check(CLASSES);
    }
}
