# Sourced by the scripts of this repository: finds a JDK 25 or newer and exports JAVA_HOME.
letterlock_find_java() {
    for home in "${JAVA_HOME:-}" /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home "$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")"; do
        [ -x "$home/bin/javac" ] || continue
        version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release" 2>/dev/null) || continue
        [ "${version:-0}" -ge 25 ] 2>/dev/null && { echo "$home"; return; }
    done
    return 1
}
if JAVA_HOME=$(letterlock_find_java); then
    export JAVA_HOME
else
    echo "letterlock: a JDK of version 25 or newer is needed; install one (for example Temurin 25) or set JAVA_HOME to it" >&2
    exit 1
fi
