package org.letterlock.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** What is checked on the sources as text: sizes, and that every RFC that is cited stands in the index. */
class SourceRulesTest {
    private static final int MAX_CLASS_LINES = 600;
    private static final int MAX_METHOD_LINES = 80;
    private static final Pattern RFC = Pattern.compile("RFC (\\d{3,5})");
    private static final Pattern STREAMED_QUERY =
            Pattern.compile("\\.query\\((?:[^()]|\\([^()]*\\))*\\)\\s*\\.stream\\(\\)");
    private static final Path ROOT = root();

    @Test
    void noSourceFileIsLongerThanSixHundredLines() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path source : sources()) {
            long lines = Files.readAllLines(source).size();
            if (lines > MAX_CLASS_LINES) {
                tooLong.add(ROOT.relativize(source) + ": " + lines);
            }
        }

        assertThat(tooLong).isEmpty();
    }

    @Test
    void noMethodIsLongerThanEightyLines() throws IOException {
        List<String> tooLong = new ArrayList<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources()));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                new TreePathScanner<Void, Void>() {
                    @Override
                    public Void visitMethod(MethodTree method, Void none) {
                        long lines = unit.getLineMap().getLineNumber(positions.getEndPosition(unit, method))
                                - unit.getLineMap().getLineNumber(positions.getStartPosition(unit, method))
                                + 1;
                        if (lines > MAX_METHOD_LINES) {
                            tooLong.add(unit.getSourceFile().getName() + " " + method.getName() + ": " + lines);
                        }
                        return super.visitMethod(method, none);
                    }
                }.scan(unit, null);
            }
        }

        assertThat(tooLong).isEmpty();
    }

    @Test
    void everyRfcThatIsCitedStandsInTheIndex() throws IOException {
        Set<String> indexed = rfcs(Files.readString(ROOT.resolve("docs/rfc-index.md")));
        Set<String> cited = new TreeSet<>();
        for (Path source : sources()) {
            cited.addAll(rfcs(Files.readString(source)));
        }

        assertThat(indexed).containsAll(cited);
    }

    @Test
    void noStreamOverAQueryHoldsItsConnection() throws IOException {
        List<String> leaking = new ArrayList<>();
        for (Path source : sources()) {
            if (STREAMED_QUERY.matcher(Files.readString(source)).find()) {
                leaking.add(ROOT.relativize(source).toString());
            }
        }

        assertThat(leaking).as("read the rows into a list, or close the stream").isEmpty();
    }

    private static Set<String> rfcs(String text) {
        return RFC.matcher(text).results().map(match -> match.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> file.toString().contains("/src/main/java/"))
                    .toList();
        }
    }

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("letterlock")) ? here : here.getParent();
    }
}
