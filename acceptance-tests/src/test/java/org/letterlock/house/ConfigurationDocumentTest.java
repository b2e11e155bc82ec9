package org.letterlock.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** {@code docs/configuration.md} lists every setting; with {@code -Dletterlock.docs.write=true} it is written anew. */
class ConfigurationDocumentTest {
    private static final Path DOCUMENT =
            Path.of("").toAbsolutePath().resolveSibling("docs").resolve("configuration.md");

    @Test
    void theConfigurationDocumentListsEverySetting() throws IOException {
        String generated = settings().stream()
                .distinct()
                .sorted(Comparator.comparing(Setting::name))
                .map(Setting::row)
                .collect(Collectors.joining("\n", """
                        # Configuration

                        Generated from the settings records of the services. Only what a process needs to find its way stands in files and the
                        environment: addresses, keys, ports. Everything else is set through the REST API and acts at once.

                        | setting | type | default | record |
                        |---|---|---|---|
                        """, "\n"));
        if (Boolean.getBoolean("letterlock.docs.write")) {
            Files.writeString(DOCUMENT, generated);
        }

        assertThat(Files.readString(DOCUMENT)).isEqualTo(generated);
    }

    private static List<Setting> settings() {
        List<Setting> settings = new ArrayList<>();
        new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("org.letterlock")
                        .stream()
                        .filter(type -> type.isAnnotatedWith(ConfigurationProperties.class))
                        .map(type -> type.reflect())
                        .forEach(type -> collect(
                                type.getAnnotation(ConfigurationProperties.class)
                                        .value(),
                                type,
                                type,
                                settings));
        return settings;
    }

    private static void collect(String prefix, Class<?> type, Class<?> owner, List<Setting> settings) {
        for (RecordComponent component : type.getRecordComponents()) {
            String name = prefix + "." + kebab(component.getName());
            if (component.getType().isRecord()) {
                collect(name, component.getType(), owner, settings);
                continue;
            }
            DefaultValue given = Arrays.stream(type.getDeclaredConstructors()[0].getParameters())
                    .filter(parameter -> parameter.getName().equals(component.getName()))
                    .map(parameter -> parameter.getAnnotation(DefaultValue.class))
                    .filter(found -> found != null)
                    .findFirst()
                    .orElse(null);
            boolean optional = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            String standard =
                    given != null ? "`" + String.join(",", given.value()) + "`" : optional ? "none" : "required";
            settings.add(new Setting(name, component.getType().getSimpleName(), standard, owner.getSimpleName()));
        }
    }

    private static String kebab(String camelCase) {
        return camelCase.replaceAll("([A-Z0-9]+)", "-$1").toLowerCase(Locale.ROOT);
    }

    private record Setting(String name, String type, String standard, String owner) {
        String row() {
            return "| `%s` | %s | %s | %s |".formatted(name, type, standard, owner);
        }
    }
}
