import QtQuick
import Kiosk
import KioskGlass

// What a person may say about a booking. In a row while somebody types, else the subject above and the others below.
Item {
    id: root

    required property Glass glass
    required property bool typing
    readonly property bool report: glass.sheet === "report"
    readonly property bool three: glass.sheet === "pick" && glass.forSomebody
    readonly property bool mailed: three || report
    readonly property real mailWidth: report ? Math.round((Theme.portrait ? 0.4 : 0.2753) * width) : part
    readonly property bool lined: report || typing && !(three && Theme.portrait)
    readonly property int across: lined ? (three ? 3 : report ? 1 : 2) : three ? 2 : 1
    readonly property real part: (width - (across - 1) * Theme.gap) / across
    readonly property real next: Theme.target + Theme.gap
    readonly property Field current: nameField.current ? nameField : emailField.current ? emailField : subjectField
    readonly property bool mail: emailField.current
    readonly property bool last: mailed ? emailField.current : nameField.current
    readonly property bool misspelt: mailed && !glass.emailFits && (glass.misspelt || !emailField.current)

    signal taken
    signal ended

    function begin() {
        subjectField.take();
    }

    function advance() {
        if (root.last)
            root.ended();
        else
            (nameField.current || root.report ? emailField : nameField).take();
    }

    function mark(field: Field) {
        subjectField.current = field === subjectField;
        nameField.current = field === nameField;
        emailField.current = field === emailField;
    }

    function choose(field: Field) {
        root.mark(field);
        root.glass.touched(true);
        root.taken();
    }

    onTypingChanged: if (!typing)
        root.mark(null)
    implicitHeight: lined ? Theme.target : Theme.target + next

    Field {
        id: subjectField

        width: root.report ? root.width - root.mailWidth - Theme.gap : root.lined ? root.part : root.width
        height: Theme.target
        caption: root.report ? qsTr("Add a note (optional)") : qsTr("Subject")
        name: root.report ? qsTr("Note", "accessible") : qsTr("Subject", "accessible")
        hint: root.report ? "" : qsTr("Shown as “Meeting”")
        most: root.report ? 200 : 80
        onTextChanged: root.glass.subject = text
        onEdited: root.glass.touched(true)
        onTaken: root.choose(subjectField)
        onAdvanced: root.advance()
    }

    Field {
        id: nameField

        visible: !root.report
        x: root.lined ? root.part + Theme.gap : 0
        y: root.lined ? 0 : root.next
        width: root.part
        height: Theme.target
        caption: qsTr("Your name")
        name: qsTr("Your name", "accessible")
        hint: qsTr("Not needed")
        most: 60
        onTextChanged: root.glass.name = text
        onEdited: root.glass.touched(true)
        onTaken: root.choose(nameField)
        onAdvanced: root.advance()
    }

    Field {
        id: emailField

        visible: root.mailed
        x: root.report ? root.width - width : (root.across - 1) * (root.part + Theme.gap)
        y: nameField.y
        width: root.mailWidth
        height: Theme.target
        caption: root.report ? qsTr("Reply to (optional)") : qsTr("Email")
        name: qsTr("E-mail", "accessible")
        hint: root.report ? qsTr("Email") : qsTr("For an invite")
        most: 254
        onTextChanged: root.glass.email = text
        onEdited: root.glass.touched(true)
        onTaken: root.choose(emailField)
        onAdvanced: root.advance()
    }
}
