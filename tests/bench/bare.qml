// A bare window that looks and answers like a free room, and is nothing else: what Kiosk is laid beside.
import QtQuick

Window {
    id: bare

    property int labels: 0
    property bool holding: false

    component Words: Text {
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }
    component Key: Rectangle {
        id: key

        required property string label

        signal pressed

        width: 300
        height: 80
        color: finger.pressed ? "#CCCCCC" : "white"
        Accessible.role: Accessible.Button
        Accessible.name: key.label

        Accessible.onPressAction: key.pressed()

        Text {
            anchors.centerIn: parent
            text: key.label
        }
        MouseArea {
            id: finger

            anchors.fill: parent
            onClicked: key.pressed()
        }
    }

    width: 1280
    height: 800
    visible: true
    color: "#24B872"

    Words {
        x: 48
        y: 160
        font.pixelSize: 290
        color: "#04130B"
        text: bare.holding ? "Holding" : "Free"
    }
    Column {
        x: 900

        Repeater {
            model: bare.labels

            Words {
                required property int index

                text: "Line " + index
            }
        }
    }
    Key {
        x: 900
        y: 600
        label: "Book until 10:00"
        onPressed: bare.holding = true
    }
    Key {
        x: 900
        y: 700
        label: "Undo"
        onPressed: bare.holding = false
    }
}
