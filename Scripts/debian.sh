# Sourced by the scripts that download from Debian: apt with lists and a cache of its own in a
# folder, so that nothing of the system changes. The archive's keyring authenticates what comes.

readonly debian_keyring=/usr/share/keyrings/debian-archive-keyring.gpg

# debian_begin FOLDER: prepares it for debian_apt, with the sources that this machine has.
debian_begin() {
    mkdir -p "$1"/state/lists/partial "$1"/cache/archives/partial
    chmod -R a+rX "$1"
    # Nobody else uses the folder: without locks, and without another user, no root is needed.
    printf '%s "%s";\n' Dir::State "$1/state" Dir::Cache "$1/cache" \
        Dir::State::status /var/lib/dpkg/status Debug::NoLocking 1 APT::Sandbox::User root \
        >"$1/apt.conf"
    # What the system does after an update of its own lists, as emptying its cache.
    printf '#clear %s;\n' APT::Update::Post-Invoke APT::Update::Post-Invoke-Success >>"$1/apt.conf"
}

# debian_begin_suite FOLDER TYPE SUITE: the same with one suite of this machine's mirror alone; TYPE
# is deb or deb-src.
debian_begin_suite() {
    local mirror
    mirror=$(debian_mirror)
    debian_begin "$1"
    printf 'Types: %s\nURIs: %s\nSuites: %s\nComponents: main\nSigned-By: %s\n' \
        "$2" "$mirror" "$3" "$debian_keyring" >"$1/suite.sources"
    printf '%s "%s";\n' Dir::Etc::SourceList "$1/suite.sources" Dir::Etc::SourceParts /dev/null \
        >>"$1/apt.conf"
}

# debian_apt FOLDER get|cache ARGUMENT…
debian_apt() {
    "apt-$2" -c "$1/apt.conf" "${@:3}"
}

# The mirror that this machine is configured with, whichever way it is written down.
debian_mirror() {
    local uri
    uri=$(apt-get indextargets --format '$(SITE) $(CODENAME) $(COMPONENT) $(ORIGIN)' 2>/dev/null |
        awk '$4 == "Debian" && $2 !~ /security/ && $3 == "main" {print $1; exit}')
    [ -n "$uri" ] || uri=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null |
        sed -nE 's#^(deb .*|URIs: )(https?://[^ ]*/debian)/?( .*)?$#\2#p' | head -n 1)
    if [ -z "$uri" ]; then
        echo "${0#./}: error: no Debian mirror in apt's configuration to download from" >&2
        return 2
    fi
    echo "$uri"
}
