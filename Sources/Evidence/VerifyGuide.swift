extension Projection {
    package static let verifyGuide = Projection(
        name: "verify-guide", path: "VERIFY.md",
        purpose: "how to check the bundle with openssl, sed, base64, sha256sum and a browser"
    ) { sources in VerifyGuide.text(sources) }
}

/// What a person does who has none of our programs: each line can be copied as it stands.
///
/// Whether the bundle is signed and with which key, the guide cannot know: it is one of the files
/// that are signed. So it tells how to see it.
package enum VerifyGuide {
    /// For the report, which shows the lines and not their reasons.
    static let inShort = """
        sha256sum -c SHA256SUMS
        W=$(mktemp -d)
        sed 's/.*"payload":"\\([^"]*\\)".*/\\1/' manifest.dsse.json | base64 -d > $W/payload
        sed 's/.*"sig":"\\([^"]*\\)".*/\\1/' manifest.dsse.json | base64 -d > $W/signature
        { printf 'DSSEv1 28 application/vnd.in-toto+json %d ' "$(wc -c < $W/payload)"
          cat $W/payload; } > $W/signed
        # With a key on P-384, -sha384. The key must be the one that its owner gave you:
        openssl pkey -pubin -in signer.pub.pem -outform DER | sha256sum
        openssl dgst -sha256 -verify signer.pub.pem -signature $W/signature $W/signed
        sha256sum manifest.json SHA256SUMS   # both digests stand in $W/payload
        """

    static func text(_ sources: BundleSources) -> String {
        let started = Evidence.line(sources.results.startedAt, most: 40)
        return """
            # How to verify this bundle

            Run \(sources.runID), started \(started), verdict "\(sources.results.verdict.rawValue)".
            Self-test evidence, not a validation.

            You need a shell, openssl 3, sed, base64, sha256sum and a browser; and trestle
            for step 7 alone. Nothing here needs a network, and nothing needs fipsmark.

            Open a shell in the folder of this file, and copy the lines of each step in the
            order in which they stand.

            """ + files + signature + reading(sources) + limits
    }

    private static let files = """

        ## 1. Every file is the one that is listed

            sha256sum -c SHA256SUMS

        Each line must end in "OK". Nothing else may lie in the folder; this prints what
        does, and must print nothing:

            W=$(mktemp -d)
            find . ! -type d | sed 's|^\\./||' | sort > "$W/found"
            sed 's/^[0-9a-f]*  //' SHA256SUMS > "$W/names"
            printf '%s\\n' SHA256SUMS manifest.json manifest.dsse.json \\
                \(BundleSources.artifactLogPaths.joined(separator: " ")) >> "$W/names"
            sort "$W/names" | comm -23 "$W/found" -
            find . -type l

        (The two logs of CMMC list all other files, and not every bundle has them; where
        they are, the first must list what sha256sum says of each file, and the second
        what it says of the first.
        manifest.tsr is a time stamp that somebody may have added. It is not part of what
        is signed.)

        So far you know that the files fit each other, and no more: whoever changes a file
        can change the list too. The next steps tell who vouches for the list.


        ## 2. Is it signed?

            ls manifest.dsse.json signer.pub.pem

        Where these two are missing, the bundle is unsigned: nobody vouches for it, and all
        that you have is step 1. Go on with step 6.

        """

    private static let signature = """

        ## 3. Whose key is it?

            openssl pkey -pubin -in signer.pub.pem -outform DER | sha256sum
            openssl pkey -pubin -in signer.pub.pem -noout -text | tail -n 1

        Ask the operator for the first number by another way than this bundle, and compare.
        A key that lies beside the signature proves nothing about its owner. The last line
        is the curve: P-256 or P-384.


        ## 4. The signature is right

            sed 's/.*"payload":"\\([^"]*\\)".*/\\1/' manifest.dsse.json | base64 -d > "$W/payload"
            sed 's/.*"sig":"\\([^"]*\\)".*/\\1/' manifest.dsse.json | base64 -d > "$W/signature"
            LENGTH=$(wc -c < "$W/payload")
            printf 'DSSEv1 28 application/vnd.in-toto+json %d ' "$LENGTH" > "$W/signed"
            cat "$W/payload" >> "$W/signed"
            HASH=sha256
            openssl pkey -pubin -in signer.pub.pem -noout -text | grep -q P-384 && HASH=sha384
            openssl dgst -$HASH -verify signer.pub.pem -signature "$W/signature" "$W/signed"

        It must print "Verified OK". What is signed is a statement (in-toto) in an envelope
        (DSSE): its type and its text, each with its length in front.


        ## 5. What was signed is this bundle

            D='s/.*"sha256":"\\([0-9a-f]*\\)"},"name":"'
            sed "$D"'manifest.json".*/\\1  manifest.json/' "$W/payload" > "$W/sums"
            echo >> "$W/sums"
            sed "$D"'SHA256SUMS".*/\\1  SHA256SUMS/' "$W/payload" >> "$W/sums"
            echo >> "$W/sums"
            sed '/^$/d' "$W/sums" | sha256sum -c -

        It must print "manifest.json: OK" and "SHA256SUMS: OK". The statement has the digest
        of every file of the bundle, and those of the modules that were tested: names that
        begin with "module:". To see all of them:

            D='s/"sha256":"\\(.*\\)"},"name":"\\(.*\\)"}.*/\\1 \\2/p'
            tr '{' '\\n' < "$W/payload" | sed -n "$D"; echo

        """

    private static func reading(_ sources: BundleSources) -> String {
        """

        ## 6. Read it

        Open report.html in a browser. It is one file that loads nothing and runs nothing.
        At its end stands the digest of results.json, from which it was made:

            sha256sum results.json

        It must begin with

            \(sources.digests.results)

        Each number on the page has an attribute, data-from, which says what was counted in
        the sources.


        ## 7. OSCAL, with trestle

        The assessment results have a signature of their own, in the form of compliance-trestle
        5 (`pip install compliance-trestle` where you have a network):

            B=$PWD
            mkdir "$W/trestle" && cd "$W/trestle" && trestle init --local
            cp "$B/oscal/assessment-results.json" .
            trestle verify --beta -f assessment-results.json \\
                --signature "$B/oscal/assessment-results.dsse.json" \\
                --public-key "$B/signer.pub.pem" && echo "trestle: OK"
            cd "$B"

        It must print "trestle: OK": by itself trestle says nothing where all is well.

        In an unsigned bundle there is no assessment-results.dsse.json, and only the form can
        be checked, not who wrote it.


        ## 8. With fipsmark, where you have it

            fipsmark verify . --key /path/to/the/key/that/you/were/given.pem

        does all of the above, derives each file again from the five sources, and compares
        the bytes. It ends with 0 where the bundle is verified and passing, with 1 where it
        is verified and has findings, and with 2 where it is not verified.

        """
    }

    private static let limits = """

        ## What the signature does not prove

        A node that signs its own result proves integrity after the run, not honesty: nobody
        changed the files since, but whether the node told the truth is another question.
        Ask

        - who holds the key, and whether the node that was tested can reach it;
        - what kept the node from being changed before the run;
        - whether the time is right: it is the node's own clock.

        Nor does it prove that the module is validated. Look its certificate up at the CMVP,
        today: https://csrc.nist.gov/projects/cryptographic-module-validation-program


        ## Afterwards

            rm -r "$W"

        """
}
