# Sourced by the scripts that build and run containers.

# Ends the calling script with 77 and the reason where this machine cannot do it and apt cannot make
# it: buildah and podman with runc, conmon to watch, the process that holds a pod together, and the
# network backend that the configuration names, which apt's packages only recommend.
containers_require() {
    local tool missing=()
    [ "$(id -u)" -eq 0 ] || containers_not_run "a storage of our own needs root"
    for tool in buildah podman runc conmon catatonit netavark; do
        command -v "$tool" >/dev/null || [ -e "/usr/libexec/podman/$tool" ] ||
            [ -e "/usr/lib/podman/$tool" ] || missing+=("$tool")
    done
    if [ ${#missing[@]} -ne 0 ]; then
        command -v apt-get >/dev/null || containers_not_run "${missing[*]} missing"
        echo "${0#./}: installing ${missing[*]}" >&2
        { apt-get update -qq && DEBIAN_FRONTEND=noninteractive timeout 150 \
            apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >/dev/null ||
            containers_not_run "apt-get cannot install ${missing[*]}"
    fi
}

# For tests: a storage and a configuration of their own in .cache/containers, so that nothing of the
# system's changes, and no registry.
containers_isolate() {
    local directory=$PWD/.cache/containers
    mkdir -p "$directory"
    # runc, since crun refuses some set-ups of control groups; and limits that any machine allows.
    printf '%s\n' '[containers]' 'default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]' \
        '[engine]' 'runtime = "runc"' 'cgroup_manager = "cgroupfs"' 'events_logger = "file"' \
        '[network]' 'network_backend = "netavark"' \
        "network_config_dir = \"$directory/networks\"" >"$directory/containers.conf"
    printf '[storage]\ndriver = "vfs"\ngraphroot = "%s"\nrunroot = "%s"\n' \
        "$directory/storage" "$directory/run" >"$directory/storage.conf"
    echo 'unqualified-search-registries = []' >"$directory/registries.conf"
    export CONTAINERS_CONF=$directory/containers.conf
    export CONTAINERS_STORAGE_CONF=$directory/storage.conf
    export CONTAINERS_REGISTRIES_CONF=$directory/registries.conf
}

containers_not_run() {
    echo "${0#./}: not run: $*" >&2
    exit 77
}

# containers_build TAG CONTEXT: the Containerfile of the context; two builds of the same bytes give
# the same image.
containers_build() {
    buildah bud --quiet --isolation chroot --layers=false \
        --timestamp "${SOURCE_DATE_EPOCH:-0}" --format oci --tag "$1" "$2" >/dev/null
}
