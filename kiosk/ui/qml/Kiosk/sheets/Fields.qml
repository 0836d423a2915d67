import QtQuick
import Kiosk
import KioskGlass

// What a person may say about a booking. In a row while somebody types, else the subject above and the others below.
Item {
    id: root

    required property Glass glass
    required property bool typing
    readonly property bool three: glass.sheet === "pick" && glass.forSomebody
    readonly property bool lined: typing && !(three && Theme.portrait)
    readonly property int across: lined ? (three ? 3 : 2) : three ? 2 : 1
    readonly property real part: (width - (across - 1) * Theme.gap) / across
    readonly property real next: Theme.target + Theme.gap
    readonly property Field current: nameField.current ? nameField : emailField.current ? emailField : subjectField
    readonly property bool mail: emailField.current
    readonly property bool last: three ? emailField.current : nameField.current
    readonly property bool misspelt: three && !glass.emailFits && (glass.misspelt || !emailField.current)

    signal taken
    signal ended

    function begin() {
        subjectField.take();
    }

    function advance() {
        if (root.last)
            root.ended();
        else
            (nameField.current ? emailField : nameField).take();
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

        width: root.lined ? root.part : root.width
        height: Theme.target
        caption: qsTr("Subject")
        name: qsTr("Subject", "accessible")
        hint: qsTr("Shown as “Meeting”")
        most: 80
        onTextChanged: root.glass.subject = text
        onEdited: root.glass.touched(true)
        onTaken: root.choose(subjectField)
        onAdvanced: root.advance()
    }

    Field {
        id: nameField

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

        visible: root.three
        x: (root.across - 1) * (root.part + Theme.gap)
        y: nameField.y
        width: root.part
        height: Theme.target
        caption: qsTr("Email")
        name: qsTr("E-mail", "accessible")
        hint: qsTr("For an invite")
        most: 254
        onTextChanged: root.glass.email = text
        onEdited: root.glass.touched(true)
        onTaken: root.choose(emailField)
        onAdvanced: root.advance()
    }
}
